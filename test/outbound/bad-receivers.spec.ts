import { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { OutboundClient, OutboundOptions } from '../../src/core/outbound/outbound.client';
import { eventually } from '../support/eventually';
import { answer, clientWith, Listener } from './listener';

const body = Buffer.from('{"id":"evt_1"}');
const kept = 64 * 1024;
const megabyte = Buffer.alloc(1024 * 1024, 'x');
let client: OutboundClient;
const listeners: Listener[] = [];

beforeAll(() => {
  client = clientWith();
});
afterEach(async () => {
  for (const listener of listeners.splice(0)) await listener.stop();
});
afterAll(() => client.onApplicationShutdown());

async function listen(behaviour: (socket: Socket) => void): Promise<Listener> {
  const listener = await Listener.start(behaviour);
  listeners.push(listener);
  return listener;
}

async function postTo(behaviour: (socket: Socket) => void, options?: OutboundOptions) {
  const listener = await listen(behaviour);
  const answered = await client.post(listener.url, {}, body, options);
  return { ...answered, listener };
}

/** Sends as fast as the other side reads, up to so many megabytes; gives how many it took. */
function pour(socket: Socket, megabytes: number): void {
  let sent = 0;
  const more = () => {
    while (sent < megabytes && !socket.destroyed) if ((sent++, !socket.write(megabyte))) return;
  };
  socket.on('drain', more);
  more();
}

describe('time', () => {
  it('ends a call that nobody answers', async () => {
    const answered = await postTo(() => undefined, { timeoutMilliseconds: 300 });
    expect(answered).toMatchObject({ error: 'timed out after 0.3 s', remoteAddress: '127.0.0.1' });
    expect(answered.statusCode).toBeUndefined();
    expect(answered.durationMilliseconds).toBeGreaterThanOrEqual(295);
    expect(answered.durationMilliseconds).toBeLessThan(2_000);
    const [socket] = answered.listener.sockets;
    await eventually('the connection is closed', () => socket!.destroyed);
  });

  it('ends an answer that drips, though no pause of it is long', async () => {
    let drip: NodeJS.Timeout | undefined;
    const answered = await postTo(
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n');
        drip = setInterval(() => socket.write('.'), 20);
      },
      { timeoutMilliseconds: 400 },
    );
    clearInterval(drip);
    expect(answered.error).toBe('timed out after 0.4 s in the middle of the answer');
    expect(answered.statusCode).toBeUndefined();
    expect(answered.durationMilliseconds).toBeLessThan(2_000);
  });

  it('ends headers that drip', async () => {
    let drip: NodeJS.Timeout | undefined;
    const answered = await postTo(
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\nX-Long: ');
        drip = setInterval(() => socket.write('.'), 20);
      },
      { timeoutMilliseconds: 300 },
    );
    clearInterval(drip);
    expect(answered.error).toBe('timed out after 0.3 s');
  });

  it('ends a call that still waits for a connection', async () => {
    const own = clientWith({});
    const listener = await listen(() => undefined);
    const callFor = (timeoutMilliseconds: number) => () =>
      own.post(listener.url, {}, body, { timeoutMilliseconds });
    const holding = Array.from({ length: 64 }, callFor(20_000));
    const waiting = await Promise.all(Array.from({ length: 6 }, callFor(300)));
    expect(waiting.map(({ error }) => error)).toEqual(
      Array(6).fill('timed out after 0.3 s waiting for a free connection'),
    );
    await own.onApplicationShutdown();
    await Promise.all(holding);
    expect(listener.received.match(/POST /g)!.length).toBeLessThanOrEqual(64);
  });

  it('gives a call more time than the setting when told to', async () => {
    const hasty = clientWith({ timeout: 100 });
    const listener = await listen((socket) => void setTimeout(() => socket.write(answer('at last')), 1_300));
    expect((await hasty.post(listener.url, {}, body)).error).toBe('timed out after 0.1 s');
    const patient = await hasty.post(listener.url, {}, body, { timeoutMilliseconds: 10_000 });
    expect([patient.statusCode, patient.body?.toString()]).toEqual([200, 'at last']);
    await hasty.onApplicationShutdown();
  });
});

describe('size', () => {
  it('keeps 64 KiB of 100 MB and closes the connection', async () => {
    const before = process.memoryUsage().arrayBuffers;
    const { listener, ...answered } = await postTo((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${100 * megabyte.length}\r\n\r\n`);
      pour(socket, 100);
    });
    expect([answered.statusCode, answered.body?.length, answered.truncated]).toEqual([200, kept, true]);
    expect(answered.body).toEqual(megabyte.subarray(0, kept));
    const [socket] = listener.sockets;
    await eventually('the connection is closed', () => socket!.destroyed);
    expect(socket!.bytesWritten - socket!.writableLength).toBeLessThan(20 * megabyte.length);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * megabyte.length);
  });

  it.each([
    [kept - 1, kept - 1, false],
    [kept, kept, false],
    [kept + 1, kept, true],
  ])('of %i bytes keeps %i (truncated: %s)', async (size, length, truncated) => {
    const answered = await postTo((socket) => socket.write(answer('y'.repeat(size))));
    expect([answered.statusCode, answered.body?.length, answered.truncated]).toEqual([
      200,
      length,
      truncated,
    ]);
  });

  it('keeps as much as the call asks for', async () => {
    const large = await postTo((socket) => socket.write(answer('z'.repeat(900_000))), {
      responseLimitBytes: 1_000_000,
    });
    expect([large.body?.length, large.truncated]).toEqual([900_000, false]);
    const small = await postTo((socket) => socket.write(answer('z'.repeat(100))), { responseLimitBytes: 10 });
    expect([small.body?.toString(), small.truncated]).toEqual(['z'.repeat(10), true]);
  });

  it('leaves a gzip bomb packed', async () => {
    const bomb = gzipSync(Buffer.alloc(50 * megabyte.length));
    const head = `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`;
    const answered = await postTo((socket) => socket.write(Buffer.concat([Buffer.from(head), bomb])));
    expect([answered.statusCode, answered.body]).toEqual([200, bomb.subarray(0, kept)]);
  });

  it('refuses headers of 1 MB', async () => {
    const answered = await postTo((socket) =>
      socket.write(answer('ok', `X-Long: ${'h'.repeat(megabyte.length)}\r\n`)),
    );
    expect([answered.statusCode, answered.error]).toEqual([undefined, 'answer headers too large']);
  });
});

describe('broken answers', () => {
  const half = 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf';

  it.each<[string, (socket: Socket) => void, string]>([
    ['resets', (socket) => socket.resetAndDestroy(), 'connection reset by the receiver'],
    ['hangs up', (socket) => socket.end(), 'connection closed by the receiver before it answered'],
    [
      'closes half-way',
      (socket) => socket.end(half),
      'connection closed by the receiver in the middle of its answer',
    ],
    [
      'closes in the middle of a chunk',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nhalf'),
      'connection closed by the receiver in the middle of its answer',
    ],
    ['speaks SMTP', (socket) => socket.write('220 mail.example ESMTP\r\n'), 'the answer is not valid HTTP'],
    ['sends noise', (socket) => socket.write(Buffer.alloc(4_096, 0xff)), 'the answer is not valid HTTP'],
    [
      'upgrades unasked',
      (socket) => socket.write('HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'),
      'the answer is not valid HTTP',
    ],
  ])('a receiver that %s', async (_what, behaviour, error) => {
    const answered = await postTo(behaviour);
    expect(answered).toMatchObject({ error, truncated: false, remoteAddress: '127.0.0.1' });
    expect([answered.statusCode, answered.body]).toEqual([undefined, undefined]);
  });

  it('waits for the answer behind early hints', async () => {
    const hints = 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n';
    const answered = await postTo((socket) => socket.write(hints + answer('ok', 'Retry-After: 7\r\n')));
    expect([answered.statusCode, answered.body?.toString(), answered.retryAfter]).toEqual([200, 'ok', '7']);
  });

  it('takes an answer that ends with its connection', async () => {
    const answered = await postTo((socket) => socket.end('HTTP/1.1 500 Oops\r\n\r\nno length'));
    expect([answered.statusCode, answered.body?.toString()]).toEqual([500, 'no length']);
  });

  it('ends the calls under way when the service stops', async () => {
    const stopping = clientWith();
    const listener = await listen(() => void stopping.onApplicationShutdown());
    expect((await stopping.post(listener.url, {}, body)).error).toBe('ended, because this service stops');
    expect((await stopping.post(listener.url, {}, body)).error).toBe('ended, because this service stops');
  });
});
