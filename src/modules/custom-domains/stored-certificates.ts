import { Injectable } from '@nestjs/common';
import { SealedBox } from '../../core/crypto/sealed-box';
import { ServerCertificate, ServerCertificates } from '../../network/server-certificates.port';
import { CustomDomainsRepository } from './custom-domains.repository';

/** The certificates of custom domains, for whoever serves TLS. */
@Injectable()
export class StoredCertificates extends ServerCertificates {
  constructor(
    private readonly repository: CustomDomainsRepository,
    private readonly box: SealedBox,
  ) {
    super();
  }

  async find(hostname: string): Promise<ServerCertificate | undefined> {
    const row = await this.repository.certificateOf(hostname);
    return row && { certificate: row.certificate, key: this.box.open(row.private_key).toString() };
  }
}
