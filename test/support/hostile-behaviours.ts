import { pipeline, Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { Behaviour, IncomingCall } from './fault-receiver';

const megabyte = 1_048_576;
const megabytes = 100;
const dripMilliseconds = 50;

export interface Hostility {
  behave: Behaviour;
  /** What the first attempt is recorded as: the status that came, or why there is none. */
  recordedAs: string;
}

/** What receivers do wrong, out of malice or by accident; each time after they have read the call. */
export const hostilities: Record<string, Hostility> = {
  hangs: { behave: () => undefined, recordedAs: 'timed out' },
  drips: { behave: drip, recordedAs: 'timed out' },
  'sends 100 MB': { behave: flood, recordedAs: '200' },
  'sends a gzip bomb': { behave: bomb, recordedAs: '200' },
  resets: {
    behave: ({ request }) => request.socket.resetAndDestroy(),
    recordedAs: 'connection reset by the receiver',
  },
  'closes without an answer': {
    behave: ({ request }) => void request.socket.destroy(),
    recordedAs: 'connection closed by the receiver before it answered',
  },
  'closes half-way': {
    behave: breakOff,
    recordedAs: 'connection closed by the receiver in the middle of its answer',
  },
  'redirects in a loop': { behave: redirect, recordedAs: '302' },
  'answers 429 with Retry-After': {
    behave: ({ response }) => response.writeHead(429, { 'retry-after': '600' }).end(),
    recordedAs: '429',
  },
};

function drip({ response }: IncomingCall): void {
  response.writeHead(200, { 'content-type': 'text/plain' });
  const dripping = setInterval(() => response.write('.'), dripMilliseconds);
  response.once('close', () => clearInterval(dripping));
}

function flood({ response }: IncomingCall): void {
  const chunk = Buffer.alloc(megabyte / 16, 'x');
  let left = megabytes * 16;
  const source = new Readable({
    read() {
      this.push(left-- > 0 ? chunk : null);
    },
  });
  response.writeHead(200, { 'content-length': String(megabytes * megabyte) });
  // The sender hangs up as soon as it has read enough, which ends the pipeline with an error.
  pipeline(source, response, () => undefined);
}

/** A hundred megabytes, in a hundred kilobytes. */
const compressed = gzipSync(Buffer.alloc(megabytes * megabyte));

function bomb({ response }: IncomingCall): void {
  response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'application/json' }).end(compressed);
}

function breakOff({ request, response }: IncomingCall): void {
  response.writeHead(200, { 'content-length': '1000' });
  response.write('half of ', () => request.socket.destroy());
}

function redirect({ request, response }: IncomingCall): void {
  response.writeHead(302, { location: `http://${request.headers.host}${request.url}` }).end();
}
