import { createHash, createHmac } from 'node:crypto';
import { createServer, IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';

/** What the receiver itself saw of a call, before it answered: it trusts nothing that the sender has stored. */
export interface Arrival {
  eventId: string;
  deliveryId: string;
  attempt: number;
  bodySha256: string;
  isSigned: boolean;
}

export interface IncomingCall {
  arrival: Arrival;
  body: Buffer;
  request: IncomingMessage;
  response: ServerResponse;
}

export type Behaviour = (call: IncomingCall) => void;

const toleranceSeconds = 300;
const accept: Behaviour = ({ response }) => response.writeHead(204).end();

/** Accepts after so many milliseconds, so that calls are open when something happens. */
export const acceptAfter =
  (milliseconds: number): Behaviour =>
  (call) =>
    setTimeout(() => accept(call), milliseconds);

/** Verifies and notes every call on arrival, then behaves as told. */
export class FaultReceiver {
  readonly arrivals: Arrival[] = [];
  /** Calls that are not answered yet, and the most that there were at the same time. */
  open = 0;
  mostOpen = 0;
  /** Of the webhook that delivers here, once it is made. */
  secret = '';
  private held?: IncomingCall[];
  private readonly server = createServer((request, response) => void this.take(request, response));

  private constructor(
    private behaviour: Behaviour,
    private readonly now: () => Date,
  ) {
    // An idle connection must be closed by the sender: closed by both ends at once, a call is lost in between.
    this.server.keepAliveTimeout = 60_000;
  }

  static async start(behaviour: Behaviour, now: () => Date): Promise<FaultReceiver> {
    const receiver = new FaultReceiver(behaviour, now);
    await new Promise<void>((resolve) => receiver.server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  recover(): void {
    this.behaviour = accept;
  }

  /** Answers nothing from now on. */
  hold(): void {
    this.held ??= [];
  }

  /** Answers what is held, as far as anybody waits for it still. */
  release(): void {
    const calls = this.held ?? [];
    this.held = undefined;
    for (const call of calls) this.behaviour(call);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.mostOpen = Math.max(this.mostOpen, ++this.open);
    response.once('close', () => this.open--);
    try {
      const body = await bodyOf(request);
      const arrival = {
        eventId: String(request.headers['x-flowie-event-id']),
        deliveryId: String(request.headers['x-flowie-delivery']),
        attempt: Number(request.headers['x-flowie-attempt']),
        bodySha256: createHash('sha256').update(body).digest('hex'),
        isSigned: isSigned(request.headers, body, this.secret, this.now()),
      };
      this.arrivals.push(arrival);
      const call = { arrival, body, request, response };
      if (this.held) this.held.push(call);
      else this.behaviour(call);
    } catch {
      response.destroy(); // The sender was killed while it was sending.
    }
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Both signatures, as a consumer checks them: over the bytes that came, and not older than five minutes. */
function isSigned(headers: IncomingHttpHeaders, body: Buffer, secret: string, now: Date): boolean {
  const [, time, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-flowie-signature'])) ?? [];
  if (!time || Math.abs(now.getTime() / 1_000 - Number(time)) > toleranceSeconds) return false;
  const own = createHmac('sha256', secret).update(`${time}.`).update(body).digest('hex');
  const standardKey = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const standard = createHmac('sha256', standardKey)
    .update(`${String(headers['webhook-id'])}.${time}.`)
    .update(body)
    .digest('base64');
  return signature === own && headers['webhook-signature'] === `v1,${standard}`;
}
