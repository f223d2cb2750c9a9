import { TLSSocket } from 'node:tls';

/** The TLS of a connection: what a receiver needs to recognise its own certificate. */
export interface TlsFacts {
  protocol: string;
  cipher: string;
  /** Of the certificate's DER, in hex. */
  certificateSha256: string;
  /** ISO 8601. */
  validTo: string;
}

/** What is known of the socket in use; filled while connecting, so also when that fails half-way. */
export interface Connection {
  remoteAddress?: string;
  tls?: TlsFacts;
}

export function tlsFactsOf(socket: TLSSocket): TlsFacts {
  const { fingerprint256, valid_to } = socket.getPeerCertificate();
  return {
    protocol: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher().name,
    certificateSha256: fingerprint256.replaceAll(':', '').toLowerCase(),
    validTo: new Date(valid_to).toISOString(),
  };
}
