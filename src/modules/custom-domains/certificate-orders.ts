import { generateKeyPairSync } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../core/clock/clock';
import { SealedBox } from '../../core/crypto/sealed-box';
import { Transactions } from '../../core/database/transaction';
import { AuthorityRefusal, CertificateAuthority } from '../../network/certificate-authority.port';
import { CertificatePauses } from './certificate-pauses';
import { CustomDomain } from './custom-domain';
import { CustomDomainsRepository } from './custom-domains.repository';
import { readCertificate } from './issued-certificate';

const patienceMilliseconds = 24 * 3_600_000;

/**
 * Orders at the certificate authority. An order is kept with the key that its certificate will be for before anything is asked of it, so
 * whichever process comes next goes on where the last one ended.
 */
@Injectable()
export class CertificateOrders {
  constructor(
    private readonly repository: CustomDomainsRepository,
    private readonly pauses: CertificatePauses,
    private readonly authority: CertificateAuthority,
    private readonly box: SealedBox,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async place({ id, hostname }: CustomDomain): Promise<void> {
    await this.pauses.check(hostname);
    const url = await this.authority.order(hostname);
    const key = this.box.seal(newKey());
    const now = this.clock.now();
    await this.transactions.run((tx) => this.repository.keepOrder(tx, id, url, key, now));
  }

  /** When to renew the certificate that came of it, or nothing when the authority is not done. */
  async advance({ id, hostname, orderUrl, orderedAt }: CustomDomain): Promise<Date | undefined> {
    const [url, sealedKey] = [orderUrl!, await this.repository.orderKey(id)];
    if (!sealedKey) return undefined;
    const privateKey = this.box.open(sealedKey).toString();
    const chain = await this.authority.advance({ url, hostname, privateKey });
    const now = this.clock.now();
    if (chain) {
      const made = readCertificate(chain, now);
      await this.transactions.run((tx) => this.repository.keepCertificate(tx, id, url, made));
      return made.renewsAfter;
    }
    if (now.getTime() - orderedAt!.getTime() < patienceMilliseconds) return undefined;
    const message = 'The certificate authority did not finish within a day; it is asked anew.';
    throw new AuthorityRefusal('CERTIFICATE_REFUSED', message);
  }
}

function newKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
}
