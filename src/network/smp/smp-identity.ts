import { createPrivateKey, KeyObject, X509Certificate } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Settings } from '../../core/config/settings';
import { certificatesOf, pemOf } from './pem';

/** Where our access point receives. */
export interface AccessPoint {
  url: string;
  certificate: X509Certificate;
  transportProfile: string;
}

interface Identity {
  signingKey: KeyObject;
  signingCertificate: X509Certificate;
  accessPoint: AccessPoint;
}

/** With what our own SMP signs, and what it publishes of our access point. Read when needed: who has no SMP needs no settings. */
@Injectable()
export class SmpIdentity {
  private known?: Identity;

  constructor(private readonly settings: Settings) {}

  /** Throws one sentence that names the setting which is missing or wrong. */
  read(): Identity {
    return (this.known ??= {
      ...this.readSigner(),
      accessPoint: {
        url: this.readAddress(),
        certificate: certificatesOf('ACCESS_POINT_CERTIFICATE', this.settings.ACCESS_POINT_CERTIFICATE)[0]!,
        transportProfile: this.settings.ACCESS_POINT_TRANSPORT_PROFILE,
      },
    });
  }

  private readSigner(): Omit<Identity, 'accessPoint'> {
    const { SMP_SIGNING_KEY, SMP_SIGNING_CERTIFICATE } = this.settings;
    const signingKey = readKey(pemOf('SMP_SIGNING_KEY', SMP_SIGNING_KEY));
    if (signingKey?.asymmetricKeyType !== 'rsa')
      throw new Error('SMP_SIGNING_KEY holds no RSA key that can be read.');
    const signingCertificate = certificatesOf('SMP_SIGNING_CERTIFICATE', SMP_SIGNING_CERTIFICATE)[0]!;
    if (!signingCertificate.checkPrivateKey(signingKey))
      throw new Error('SMP_SIGNING_CERTIFICATE is not the certificate of SMP_SIGNING_KEY.');
    return { signingKey, signingCertificate };
  }

  private readAddress(): string {
    const { ACCESS_POINT_URL: url } = this.settings;
    if (url === '') throw new Error('ACCESS_POINT_URL is missing.');
    if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
    throw new Error(`ACCESS_POINT_URL is "${url}" but must be an https:// URL.`);
  }
}

function readKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}
