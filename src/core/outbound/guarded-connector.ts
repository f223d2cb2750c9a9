import { connect, isIP, Socket } from 'node:net';
import { connect as connectTls, PeerCertificate, TLSSocket } from 'node:tls';
import { buildConnector } from 'undici';
import { AddressGuard } from './address-guard';
import { AddressRefused, CallFailure, TimedOut } from './call-failure';
import { Connection, tlsFactsOf } from './connection';
import { explainCertificate } from './explain-certificate';
import { guardedLookup, Lookup } from './guarded-lookup';

export interface ConnectorOptions {
  /** How names are resolved; `dns.lookup` unless told. */
  lookup?: Lookup;
  /** Certificates of the issuers to trust, instead of Node's own. */
  ca?: string;
}

export type GuardedConnector = (
  target: Pick<buildConnector.Options, 'protocol' | 'hostname' | 'port'>,
  connection: Connection,
  callback: buildConnector.Callback,
) => void;

/**
 * Connects only to addresses that the guard allows, judging at the last moment: literals here (Node never looks them up), names
 * when they are resolved, and the socket once more at the end. Notes in `connection` what it learns of the other side.
 */
export function guardedConnector(
  guard: AddressGuard,
  timeoutMilliseconds: number,
  { lookup, ca }: ConnectorOptions = {},
): GuardedConnector {
  const judgingLookup = guardedLookup(guard, lookup);
  return ({ protocol, hostname, port }, connection, callback) => {
    connection.remoteAddress = connection.tls = undefined;
    const host = hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) && !guard.allows(host)) return callback(new AddressRefused(), null);
    const secure = protocol === 'https:';
    const address = { host, port: Number(port || (secure ? 443 : 80)), lookup: judgingLookup };
    const socket = secure
      ? connectTls({ ...address, ca, servername: serverNameOf(host), ALPNProtocols: ['http/1.1'] })
      : connect(address);
    judgeWhenConnected(socket, guard, connection);
    settle(socket, secure ? 'secureConnect' : 'connect', host, timeoutMilliseconds, (error) => {
      if (error) return callback(error, null);
      if (socket instanceof TLSSocket) connection.tls = tlsFactsOf(socket);
      callback(null, socket.setNoDelay(true).setKeepAlive(true));
    });
  };
}

/** Before any other listener, so that nothing is sent to an address that was not judged. */
function judgeWhenConnected(socket: Socket, guard: AddressGuard, connection: Connection): void {
  socket.prependOnceListener('connect', () => {
    if (!socket.remoteAddress || !guard.allows(socket.remoteAddress)) socket.destroy(new AddressRefused());
    else connection.remoteAddress = socket.remoteAddress;
  });
}

function settle(
  socket: Socket,
  ready: string,
  host: string,
  timeoutMilliseconds: number,
  callback: (error?: Error) => void,
): void {
  const timedOut = () => socket.destroy(new TimedOut(timeoutMilliseconds, 'while connecting'));
  const timer = setTimeout(timedOut, timeoutMilliseconds);
  let certificate: PeerCertificate | undefined;
  const failed = (error: NodeJS.ErrnoException) => {
    clearTimeout(timer);
    const words = certificate && explainCertificate(error.code, certificate, host);
    callback(words ? new CallFailure(words) : error);
  };
  // Node judges the certificate right after this event, and a socket that it destroys tells no more of it.
  socket.prependOnceListener('secure', () => {
    certificate = (socket as TLSSocket).getPeerCertificate();
  });
  socket.once('error', failed);
  socket.once(ready, () => {
    if (socket.destroyed) return;
    clearTimeout(timer);
    socket.off('error', failed);
    callback();
  });
}

/** The name to ask for in the handshake: none for an address, and never the dot at the end of a full name. */
function serverNameOf(host: string): string | undefined {
  return isIP(host) ? undefined : host.replace(/\.$/, '');
}
