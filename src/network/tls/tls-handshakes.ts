import { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { Injectable, Logger } from '@nestjs/common';
import { readOpening } from './client-hello';
import { SecureContexts } from './secure-contexts';
import { TlsPatience } from './tls-patience';

/** A fatal alert: unrecognized_name (RFC 6066, 3). */
const unrecognizedName = Buffer.from([0x15, 3, 1, 0, 2, 2, 112]);
const protocols = Buffer.from('\x08http/1.1');

type Welcome = (secured: TLSSocket) => void;

/** Brings connections from their first byte to the end of their handshake, all of it within one deadline. */
@Injectable()
export class TlsHandshakes {
  private readonly logger = new Logger('TLS');

  constructor(
    private readonly contexts: SecureContexts,
    private readonly patience: TlsPatience,
  ) {}

  begin(socket: Socket, welcome: Welcome): void {
    const deadline = setTimeout(() => socket.destroy(), this.patience.handshake);
    socket.once('close', () => clearTimeout(deadline));
    socket.on('error', () => socket.destroy());
    let received = Buffer.alloc(0);
    const read = (bytes: Buffer) => {
      received = Buffer.concat([received, bytes]);
      const opening = readOpening(received);
      if (opening.kind === 'incomplete') return;
      socket.off('data', read).pause();
      if (opening.kind === 'foreign') return void socket.destroy();
      this.answer(socket, received, opening.serverName, (secured) => {
        clearTimeout(deadline);
        welcome(secured);
      }).catch((error: unknown) => {
        this.logger.error({ err: error, host: opening.serverName }, 'a TLS client could not be served');
        socket.destroy();
      });
    };
    socket.on('data', read);
  }

  private async answer(
    socket: Socket,
    received: Buffer,
    serverName: string | undefined,
    welcome: Welcome,
  ): Promise<void> {
    const secureContext = await this.contexts.of(serverName);
    if (!secureContext) return void socket.end(unrecognizedName);
    if (socket.destroyed) return;
    socket.unshift(received);
    const secured = new TLSSocket(socket, { isServer: true, secureContext, ALPNProtocols: protocols });
    secured.on('error', () => socket.destroy());
    secured.once('secure', () => welcome(secured));
  }
}
