import { Injectable } from '@nestjs/common';
import { Clock } from '../../core/clock/clock';
import { Transaction } from '../../core/database/transaction';
import { AuthorityRefusal } from '../../network/certificate-authority.port';
import { CertificatePausesRepository, everyHost } from './certificate-pauses.repository';

/** Let's Encrypt takes five failures an hour for one name. */
export const shortestPause = 15 * 60_000;

/** No order was placed: the certificate authority is left alone. */
export class OrderPaused extends AuthorityRefusal {
  constructor(
    hostname: string,
    readonly until: Date,
  ) {
    const reason =
      'The certificate authority was asked for one lately, or has had too many requests of ours.';
    const message = `No certificate is ordered for ${hostname} before ${until.toISOString()}. ${reason}`;
    super('CERTIFICATE_RATE_LIMITED', message);
  }
}

/** For how long a certificate authority is left alone, beyond the domain that it was asked for. */
@Injectable()
export class CertificatePauses {
  constructor(
    private readonly repository: CertificatePausesRepository,
    private readonly clock: Clock,
  ) {}

  /** Throws OrderPaused. */
  async check(hostname: string): Promise<void> {
    const end = await this.repository.endFor(hostname, this.clock.now());
    if (end) throw new OrderPaused(hostname, end);
  }

  async afterRefusal(
    tx: Transaction,
    hostname: string,
    refusal: AuthorityRefusal,
    next: Date,
  ): Promise<void> {
    if (refusal instanceof OrderPaused) return;
    const now = this.clock.now();
    await this.repository.keep(tx, hostname, next, now);
    if (!refusal.concernsAll) return;
    const end = new Date(now.getTime() + refusal.retryAfterSeconds * 1_000);
    await this.repository.keep(tx, everyHost, end, now);
  }
}
