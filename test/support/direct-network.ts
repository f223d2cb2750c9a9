import { generateKeyPairSync, KeyObject } from 'node:crypto';
import { Endpoint, EndpointLookup, EndpointQuery } from '../../src/network/endpoint-lookup.port';
import { NetworkError } from '../../src/network/network-error.port';
import { CertificateAuthority } from '../outbound/certificates';

const authority = new CertificateAuthority('Closed group');

/** An access point of a closed group: its key, and the certificate that its SMP shows others. */
export class DirectIdentity {
  readonly certificate: string;
  readonly privateKey: KeyObject;

  constructor(name: string) {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    this.privateKey = privateKey;
    this.certificate = authority.certify(name, publicKey);
  }

  get settings(): Record<string, string> {
    const pem = this.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
    return { NETWORK_GATEWAYS: 'test=direct, live=none', DIRECT_SIGNING_KEY: pem.replaceAll('\n', '\\n') };
  }
}

/** What the SMPs of a closed group say, in one book. */
export class EndpointBook extends EndpointLookup {
  /** Set while the SMPs do not answer. */
  away = false;
  private readonly endpoints = new Map<string, Endpoint>();

  publish(
    participantId: string,
    url: string,
    certificate: string,
    transportProfile = 'flowie-http-v1',
  ): void {
    this.endpoints.set(participantId.toLowerCase(), { url, certificate, transportProfile });
  }

  endpointOf({ participantId }: EndpointQuery): Promise<Endpoint> {
    if (this.away) return Promise.reject(new NetworkError('UPSTREAM_UNAVAILABLE', 'No SMP answers.', true));
    const endpoint = this.endpoints.get(participantId.toLowerCase());
    if (endpoint) return Promise.resolve(endpoint);
    return Promise.reject(new NetworkError('RECIPIENT_NOT_FOUND', `Nobody knows ${participantId}.`, false));
  }
}
