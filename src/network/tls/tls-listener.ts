import { createServer as createHttpServer, RequestListener, Server as HttpServer } from 'node:http';
import { createServer, Server, Socket } from 'node:net';
import { BeforeApplicationShutdown, Injectable, Logger, OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Settings } from '../../core/config/settings';
import { TlsHandshakes } from './tls-handshakes';
import { TlsPatience } from './tls-patience';

/** Serves the same application over TLS, each client with the certificate of the host that it names. */
@Injectable()
export class TlsListener implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('TLS');
  private readonly sockets = new Set<Socket>();
  private listener?: Server;
  private http?: HttpServer;

  constructor(
    private readonly settings: Settings,
    private readonly handshakes: TlsHandshakes,
    private readonly patience: TlsPatience,
    private readonly adapter: HttpAdapterHost,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { TLS_PORT, HOST, ROLE } = this.settings;
    if (TLS_PORT === 0 || ROLE === 'worker') return;
    const http = this.createHttp();
    const listener = createServer((socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
      this.handshakes.begin(socket, (secured) => http.emit('connection', secured));
    });
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
    const { listener, http } = this;
    if (!listener || !http) return;
    const closed = new Promise((resolve) => listener.close(resolve));
    http.keepAliveTimeout = 1;
    http.close();
    const impatience = setTimeout(
      () => this.sockets.forEach((socket) => socket.destroy()),
      this.patience.farewell,
    );
    await closed;
    clearTimeout(impatience);
  }

  private createHttp(): HttpServer {
    const { headers, request, keepAlive, look } = this.patience;
    const times = {
      headersTimeout: headers,
      requestTimeout: request,
      keepAliveTimeout: keepAlive,
      connectionsCheckingInterval: look,
    };
    const http = createHttpServer(times, this.adapter.httpAdapter.getInstance<RequestListener>());
    // It never listens itself, and only knows and times its connections from when it believes to.
    http.emit('listening');
    return http;
  }
}
