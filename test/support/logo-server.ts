import { createServer, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';

type Answer = (response: ServerResponse) => void;

/** The smallest PNG there is: one transparent point. */
export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=',
  'base64',
);

export const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>');

/** A web server that somebody's logos lie on. */
export class LogoServer {
  calls = 0;
  private readonly answers = new Map<string, Answer>();
  private readonly server = createServer((request, response) => {
    this.calls++;
    const answer = this.answers.get(request.url!);
    if (answer) answer(response);
    else response.writeHead(404).end('no such page');
  });

  static async start(): Promise<LogoServer> {
    const server = new LogoServer();
    await new Promise<void>((resolve) => server.server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Puts bytes there, or an answer of another kind; its address. */
  serve(path: string, answer: Buffer | string | Answer): string {
    const plain: Answer = (response) => response.end(answer);
    this.answers.set(path, typeof answer === 'function' ? answer : plain);
    return this.url + path;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
