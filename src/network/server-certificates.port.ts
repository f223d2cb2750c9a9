/** What a host proves itself with; both in PEM, the certificate with its chain. */
export interface ServerCertificate {
  certificate: string;
  key: string;
}

/** Tells which hosts are served over TLS. Provided by the module that owns domains. */
export abstract class ServerCertificates {
  /** Nothing when this host is none of ours. Asked at every handshake, so that what was removed is not served any more. */
  abstract find(hostname: string): Promise<ServerCertificate | undefined>;
}
