import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';

/**
 * What a service does wrong. `lost_answer` does all that a POST should do, and then the line breaks; `silent` does it too, and then
 * says nothing.
 */
export type Fault = 'hang' | 'garbage' | 'unavailable' | 'lost_answer' | 'silent';

export interface HandledAnswer {
  status: number;
  body: string | Buffer;
  mediaType?: string;
}

type Handle = (request: IncomingMessage, body: Buffer) => Promise<HandledAnswer> | HandledAnswer;

/** A service over HTTP that works as its handler says, until a test gives it a fault. */
export class FaultyServer {
  fault?: Fault;
  /** Of whatever kind, answered or not. */
  calls = 0;

  private constructor(
    private readonly server: Server,
    private readonly handle: Handle,
  ) {}

  static async start(handle: Handle): Promise<FaultyServer> {
    const server = createServer((request, response) => void faulty.serve(request, response));
    const faulty = new FaultyServer(server, handle);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return faulty;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.calls++;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (this.fault === 'hang') return;
    if (this.fault === 'garbage')
      return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>');
    if (this.fault === 'unavailable') return void response.writeHead(503).end();
    const fault = request.method === 'POST' ? this.fault : undefined;
    const {
      status,
      body,
      mediaType = 'application/json',
    } = await this.handle(request, Buffer.concat(chunks));
    if (fault === 'lost_answer') return void response.destroy();
    if (fault === 'silent') return;
    response.writeHead(status, { 'content-type': mediaType }).end(body);
  }
}
