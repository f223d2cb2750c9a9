import { CertificateAuthority, IssuedCertificate } from '../outbound/certificates';

/** What an instance needs to be an SMP: certificates of an authority of the test's own. */
export class OwnSmp {
  readonly authority = new CertificateAuthority('Test SMP authority');
  readonly signer: IssuedCertificate = this.authority.issue({ names: ['smp.test'], rsa: true });
  readonly accessPoint: IssuedCertificate = this.authority.issue({ names: ['ap.test'], rsa: true });
  readonly accessPointUrl = 'https://ap.test/as4';

  get settings(): Record<string, string> {
    return {
      SMP_SIGNING_KEY: this.signer.key,
      SMP_SIGNING_CERTIFICATE: this.signer.cert,
      ACCESS_POINT_URL: this.accessPointUrl,
      ACCESS_POINT_CERTIFICATE: this.accessPoint.cert,
      SMP_TRUST_ANCHORS: this.authority.certificate,
    };
  }
}

/** The path of a participant in an SMP, or of one of its document types. */
export function smpPath(participantId: string, documentType?: string): string {
  const participant = encodeURIComponent(`iso6523-actorid-upis::${participantId}`);
  return documentType ? `/${participant}/services/${encodeURIComponent(documentType)}` : `/${participant}`;
}
