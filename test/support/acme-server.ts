import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';

interface Refusal {
  status: number;
  problem?: object;
  headers?: Record<string, string>;
}

const pendingOrder = { status: 'pending', identifiers: [], authorizations: [] };

/** An ACME server that refuses orders in the ways that Pebble does not: busy, broken, or of a policy of its own. What it takes it never ends. */
export class AcmeServer {
  /** What it answers to an order; nothing: it takes it. */
  refusal?: Refusal = { status: 500 };
  orders = 0;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<AcmeServer> {
    const server = createServer((request, response) => acme.answer(request, response));
    const acme = new AcmeServer(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return acme;
  }

  get settings(): Record<string, string> {
    return { ACME_DIRECTORY_URL: `${this.url}/directory` };
  }

  refuse(type: string, detail: string, status = 403, headers: Record<string, string> = {}): void {
    this.refusal = { status, problem: { type: `urn:ietf:params:acme:error:${type}`, detail }, headers };
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    request.resume();
    const send = (status: number, body: unknown, headers: Record<string, string> = {}) =>
      response
        .writeHead(status, { 'replay-nonce': 'bm9uY2U', connection: 'close', ...headers })
        .end(typeof body === 'string' ? body : JSON.stringify(body));
    const place = (name: string) => `${this.url}/${name}`;
    switch (String(request.url)) {
      case '/directory':
        return void send(200, { newNonce: place('nonce'), newAccount: place('account'), newOrder: place('order') }); // prettier-ignore
      case '/account':
        return void send(201, { status: 'valid' }, { location: place('account/1') });
      case '/order':
        this.orders++;
        if (!this.refusal) return void send(201, pendingOrder, { location: place('order/1') });
        return void send(this.refusal.status, this.refusal.problem ?? '<html>', this.refusal.headers);
      case '/order/1':
        return void send(200, pendingOrder);
      default:
        return void send(200, '');
    }
  }
}
