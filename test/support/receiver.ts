import { createServer, IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { eventually } from './eventually';

export interface ReceivedRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  rawBody: Buffer;
  /** The parsed body. */
  event: { id: string; type: string; livemode: boolean; data: Record<string, any> } & Record<string, unknown>;
  /** Seconds, of the receiver's own clock at arrival. */
  arrivedAt: number;
}

type Behaviour = (request: ReceivedRequest, response: ServerResponse) => void;

/** A webhook receiver on loopback that keeps what it gets and answers as told: 204 unless `answer` says otherwise. */
export class Receiver {
  readonly requests: ReceivedRequest[] = [];
  private behaviour: Behaviour = (_request, response) => response.writeHead(204).end();
  private readonly server = createServer((request, response) => void this.handle(request, response));

  static async start(): Promise<Receiver> {
    const receiver = new Receiver();
    await new Promise<void>((resolve) => receiver.server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  answer(behaviour: number | Behaviour): void {
    this.behaviour =
      typeof behaviour === 'number' ? (_request, response) => response.writeHead(behaviour).end() : behaviour;
  }

  ofType(type: string): ReceivedRequest[] {
    return this.requests.filter(({ event }) => event.type === type);
  }

  /** The first request of that type (or the nth), as soon as it has come. */
  waitFor(type: string, nth = 1): Promise<ReceivedRequest> {
    return eventually(`delivery ${nth} of ${type}`, () => this.ofType(type)[nth - 1]);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const rawBody = Buffer.concat(chunks);
    const received: ReceivedRequest = {
      method: request.method!,
      path: request.url!,
      headers: request.headers,
      rawBody,
      event: JSON.parse(rawBody.toString()) as ReceivedRequest['event'],
      arrivedAt: Date.now() / 1_000,
    };
    this.requests.push(received);
    this.behaviour(received, response);
  }
}
