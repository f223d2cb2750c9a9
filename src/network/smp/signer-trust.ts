import { X509Certificate } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../core/clock/clock';
import { Settings } from '../../core/config/settings';
import { NetworkError } from '../network-error.port';
import { SignedContent } from './metadata-signature';
import { certificatesOf } from '../pem';

/** No chain of the network is longer: the SMP's certificate, its issuer, the root. */
const longestChain = 4;

/** Whom service metadata is believed from. */
@Injectable()
export class SignerTrust {
  private readonly anchors?: X509Certificate[];

  constructor(
    { SMP_TRUST_ANCHORS: anchors }: Settings,
    private readonly clock: Clock,
  ) {
    if (anchors !== '') this.anchors = certificatesOf('SMP_TRUST_ANCHORS', anchors);
  }

  /** Throws a final NetworkError when the signer is not one that the anchors vouch for, or not any more. */
  check({ signer, certificates }: SignedContent): void {
    const isKnown = !this.anchors || this.leadsToAnchor(signer, certificates, longestChain);
    if (isKnown && this.isValid(signer)) return;
    const why = isKnown ? 'has expired or is not valid yet' : 'is of an issuer that is not trusted';
    const name = signer.subject.replaceAll('\n', ', ');
    throw new NetworkError('SMP_SIGNER_NOT_TRUSTED', `The certificate of the SMP (${name}) ${why}.`, false);
  }

  private leadsToAnchor(certificate: X509Certificate, others: X509Certificate[], left: number): boolean {
    const isIssuer = (other: X509Certificate) =>
      other.ca &&
      this.isValid(other) &&
      certificate.checkIssued(other) &&
      certificate.verify(other.publicKey);
    const isAnchor = ({ fingerprint256 }: X509Certificate) => fingerprint256 === certificate.fingerprint256;
    if (this.anchors!.some((anchor) => isAnchor(anchor) || isIssuer(anchor))) return true;
    return left > 1 && others.filter(isIssuer).some((issuer) => this.leadsToAnchor(issuer, others, left - 1));
  }

  private isValid({ validFrom, validTo }: X509Certificate): boolean {
    const now = this.clock.now().getTime();
    return Date.parse(validFrom) <= now && now <= Date.parse(validTo);
  }
}
