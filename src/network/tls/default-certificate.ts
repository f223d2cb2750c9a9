import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext, SecureContext } from 'node:tls';
import { Injectable } from '@nestjs/common';
import { Settings } from '../../core/config/settings';
import { certificatesOf, pemOf } from '../pem';

/** The certificate of this service's own host, where an operator has set one. A wrong one ends the start. */
@Injectable()
export class DefaultCertificate {
  private readonly leaf?: X509Certificate;
  private readonly context?: SecureContext;

  constructor({ TLS_CERTIFICATE, TLS_KEY }: Settings) {
    if (TLS_CERTIFICATE === '' && TLS_KEY === '') return;
    const chain = certificatesOf('TLS_CERTIFICATE', TLS_CERTIFICATE);
    const key = pemOf('TLS_KEY', TLS_KEY);
    this.leaf = chain[0]!;
    if (!isKeyOf(this.leaf, key)) throw new Error('TLS_KEY is not the private key of TLS_CERTIFICATE.');
    this.context = createSecureContext({ cert: chain.join('\n'), key });
  }

  /** For a client that names this host, or none. */
  for(serverName: string | undefined): SecureContext | undefined {
    if (serverName === undefined) return this.context;
    return this.leaf?.checkHost(serverName) ? this.context : undefined;
  }
}

function isKeyOf(certificate: X509Certificate, key: string): boolean {
  try {
    return certificate.checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}
