import { X509Certificate } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Settings } from '../../core/config/settings';
import { certificatesOf } from '../pem';

/** Where our access point receives. */
export interface AccessPoint {
  url: string;
  certificate: X509Certificate;
  transportProfile: string;
}

/** What SMPs publish of our access point. Read when needed: who publishes nobody needs no settings. */
@Injectable()
export class AccessPointSettings {
  private known?: AccessPoint;

  constructor(private readonly settings: Settings) {}

  /** Throws one sentence that names the setting which is missing or wrong. */
  read(): AccessPoint {
    return (this.known ??= {
      url: this.readAddress(),
      certificate: certificatesOf('ACCESS_POINT_CERTIFICATE', this.settings.ACCESS_POINT_CERTIFICATE)[0]!,
      transportProfile: this.settings.ACCESS_POINT_TRANSPORT_PROFILE,
    });
  }

  private readAddress(): string {
    const { ACCESS_POINT_URL: url } = this.settings;
    if (url === '') throw new Error('ACCESS_POINT_URL is missing.');
    if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
    throw new Error(`ACCESS_POINT_URL is "${url}" but must be an https:// URL.`);
  }
}
