import { createPrivateKey, KeyObject, X509Certificate } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Settings } from '../../core/config/settings';
import { signEnveloped } from './metadata-signature';
import { certificatesOf, pemOf } from '../pem';

/** Signs what our own SMP publishes. The key is read when needed: who has no SMP needs none. */
@Injectable()
export class SmpSigner {
  private known?: { key: KeyObject; certificate: X509Certificate };

  constructor(private readonly settings: Settings) {}

  sign(xml: string): string {
    const { key, certificate } = this.read();
    return signEnveloped(xml, key, certificate);
  }

  /** Throws one sentence that names the setting which is missing or wrong. */
  read(): { key: KeyObject; certificate: X509Certificate } {
    if (this.known) return this.known;
    const { SMP_SIGNING_KEY, SMP_SIGNING_CERTIFICATE } = this.settings;
    const key = readKey(pemOf('SMP_SIGNING_KEY', SMP_SIGNING_KEY));
    if (key?.asymmetricKeyType !== 'rsa')
      throw new Error('SMP_SIGNING_KEY holds no RSA key that can be read.');
    const certificate = certificatesOf('SMP_SIGNING_CERTIFICATE', SMP_SIGNING_CERTIFICATE)[0]!;
    if (!certificate.checkPrivateKey(key))
      throw new Error('SMP_SIGNING_CERTIFICATE is not the certificate of SMP_SIGNING_KEY.');
    return (this.known = { key, certificate });
  }
}

function readKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}
