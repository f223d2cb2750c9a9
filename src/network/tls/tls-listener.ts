import { createServer as createHttpServer, RequestListener, Server as HttpServer } from 'node:http';
import { createServer, Server, Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { BeforeApplicationShutdown, Injectable, Logger, OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Settings } from '../../core/config/settings';
import { readOpening } from './client-hello';
import { SecureContexts } from './secure-contexts';

const helloMilliseconds = 10_000;
const farewellMilliseconds = 3_000;
/** A fatal alert: unrecognized_name (RFC 6066, 3). */
const unrecognizedName = Buffer.from([0x15, 3, 1, 0, 2, 2, 112]);
const protocols = Buffer.from('\x08http/1.1');

/** Serves the same application over TLS, each client with the certificate of the host that it names. */
@Injectable()
export class TlsListener implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('TLS');
  private readonly sockets = new Set<Socket>();
  private listener?: Server;
  private http?: HttpServer;

  constructor(
    private readonly settings: Settings,
    private readonly contexts: SecureContexts,
    private readonly adapter: HttpAdapterHost,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { TLS_PORT, HOST, ROLE } = this.settings;
    if (TLS_PORT === 0 || ROLE === 'worker') return;
    const http = createHttpServer(this.adapter.httpAdapter.getInstance<RequestListener>());
    const listener = createServer((socket) => this.welcome(socket, http));
    this.http = http;
    this.listener = listener;
    await new Promise<void>((resolve, reject) => {
      listener.once('error', reject);
      listener.listen(TLS_PORT, HOST, resolve);
    });
    this.logger.log(`TLS is served on port ${TLS_PORT}`);
  }

  /** What is being answered may be finished; what only waits is closed. */
  async beforeApplicationShutdown(): Promise<void> {
    if (!this.listener) return;
    const closed = new Promise((resolve) => this.listener?.close(resolve));
    this.http?.closeIdleConnections();
    const impatience = setTimeout(
      () => this.sockets.forEach((socket) => socket.destroy()),
      farewellMilliseconds,
    );
    await closed;
    clearTimeout(impatience);
  }

  private welcome(socket: Socket, http: HttpServer): void {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.setTimeout(helloMilliseconds, () => socket.destroy());
    let received = Buffer.alloc(0);
    const read = (bytes: Buffer) => {
      received = Buffer.concat([received, bytes]);
      const opening = readOpening(received);
      if (opening.kind === 'incomplete') return;
      socket.off('data', read).pause();
      if (opening.kind === 'foreign') return void socket.destroy();
      this.serve(socket, http, received, opening.serverName).catch((error: unknown) => {
        this.logger.error({ err: error, host: opening.serverName }, 'a TLS client could not be served');
        socket.destroy();
      });
    };
    socket.on('data', read);
  }

  private async serve(
    socket: Socket,
    http: HttpServer,
    received: Buffer,
    serverName: string | undefined,
  ): Promise<void> {
    const secureContext = await this.contexts.of(serverName);
    if (!secureContext) return void socket.end(unrecognizedName);
    if (socket.destroyed) return;
    socket.setTimeout(0);
    socket.unshift(received);
    const secured = new TLSSocket(socket, { isServer: true, secureContext, ALPNProtocols: protocols });
    secured.on('error', () => socket.destroy());
    http.emit('connection', secured);
  }
}
