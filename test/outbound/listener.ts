import { LookupAddress } from 'node:dns';
import { AddressInfo, createServer, Server, Socket } from 'node:net';
import { createServer as createTlsServer, Server as TlsServer } from 'node:tls';
import { Settings } from '../../src/core/config/settings';
import { ConnectorOptions } from '../../src/core/outbound/guarded-connector';
import { OutboundClient } from '../../src/core/outbound/outbound.client';
import { IssuedCertificate } from './certificates';

/** A server on loopback that does with each request, in raw bytes, what a well-behaved HTTP server never would. */
export class Listener {
  readonly sockets: Socket[] = [];
  /** What came over all connections. */
  received = '';

  private constructor(private readonly server: Server) {}

  static async start(
    onRequest: (socket: Socket) => void,
    certificate?: IssuedCertificate,
  ): Promise<Listener> {
    const server = certificate ? createTlsServer(certificate) : createServer();
    const listener = new Listener(server);
    server.on(certificate ? 'secureConnection' : 'connection', (socket: Socket) => {
      listener.sockets.push(socket);
      socket.on('error', () => undefined);
      let pending = '';
      socket.on('data', (bytes) => {
        listener.received += bytes.toString();
        pending += bytes.toString();
        if (!isWhole(pending)) return;
        pending = '';
        onRequest(socket);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return listener;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/hook`;
  }

  /** For what a server does without being asked. */
  onConnection(behaviour: (socket: Socket) => void): void {
    this.server.on('connection', behaviour);
  }

  /** Connections to come meet this certificate. */
  use(certificate: IssuedCertificate): void {
    (this.server as TlsServer).setSecureContext(certificate);
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** Head and body of a request may come in parts. */
function isWhole(request: string): boolean {
  const [head, ...rest] = request.split('\r\n\r\n');
  const length = /^content-length: (\d+)/im.exec(head!)?.[1] ?? 0;
  return rest.length > 0 && rest.join('\r\n\r\n').length >= Number(length);
}

/** An answer as it stands on the wire. */
export function answer(body: string, headers = '', status = '200 OK'): string {
  return `HTTP/1.1 ${status}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${headers}\r\n${body}`;
}

export function clientWith(
  { timeout = 5_000, opened = '127.0.0.0/8' }: { timeout?: number; opened?: string } = {},
  options?: ConnectorOptions,
): OutboundClient {
  const settings = {
    OUTBOUND_ALLOWED_CIDRS: opened,
    DELIVERY_TIMEOUT_MS: timeout,
    DELIVERY_IN_FLIGHT: 64,
  } as Settings;
  return new OutboundClient(settings, options);
}

/** A resolver that gives these answers in turn, the last one for ever, and counts the questions. */
export function resolver(...answers: string[][]) {
  const asked: string[] = [];
  const lookup: ConnectorOptions['lookup'] = (hostname, _options, callback) => {
    const addresses = answers[Math.min(asked.push(hostname), answers.length) - 1]!;
    const found = addresses.map<LookupAddress>((address) => ({ address, family: 4 }));
    process.nextTick(callback, null, found);
  };
  return { lookup, asked };
}
