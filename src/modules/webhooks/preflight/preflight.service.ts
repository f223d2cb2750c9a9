import { Injectable } from '@nestjs/common';
import { Tenancy } from '../../../core/auth/caller';
import { Clock } from '../../../core/clock/clock';
import { SealedBox } from '../../../core/crypto/sealed-box';
import { Transactions } from '../../../core/database/transaction';
import { RateLimiter } from '../../../core/http/rate-limiter';
import { Scorecard } from '../scorecard';
import { openSecrets } from '../signing-secret';
import { WebhooksRepository } from '../webhooks.repository';
import { WebhooksService } from '../webhooks.service';
import { judgeAccepted, judgeCertificate, judgeRefused, judgeSpeed } from './judgements';
import { Ping } from './ping';

/** Every test is four calls to somebody's server. */
const limit = { name: 'webhook-test', maximum: 10, windowSeconds: 60 };
const stale = 60 * 60 * 1_000;

/** Asks an endpoint what its first real delivery would: does it answer, in time, and does it verify what it is sent? */
@Injectable()
export class PreflightService {
  constructor(
    private readonly webhooks: WebhooksService,
    private readonly repository: WebhooksRepository,
    private readonly ping: Ping,
    private readonly limiter: RateLimiter,
    private readonly transactions: Transactions,
    private readonly box: SealedBox,
    private readonly clock: Clock,
  ) {}

  /** Throws WEBHOOK_NOT_FOUND, RATE_LIMITED. The scorecard is kept on the webhook. */
  async test(tenancy: Tenancy, id: string): Promise<Scorecard> {
    const webhook = await this.webhooks.find(tenancy, id);
    await this.limiter.hit(limit, id);
    const secrets = openSecrets(this.box, webhook, this.clock.now());
    const valid = await this.ping.send(webhook, { purpose: 'ping', secrets });
    const tampered = await this.ping.send(webhook, { purpose: 'tampered', secrets });
    const old = await this.ping.send(webhook, { purpose: 'stale', secrets, age: stale });
    const again = await this.ping.send(webhook, { purpose: 'duplicate', secrets, eventId: valid.eventId });
    const checks = [
      judgeAccepted('accepts_valid', valid),
      judgeRefused('refuses_tampered', tampered),
      judgeRefused('refuses_stale', old),
      judgeAccepted('accepts_duplicate', again),
      judgeSpeed(valid),
      ...judgeCertificate(valid, webhook.url, this.clock.now()),
    ];
    const scorecard: Scorecard = {
      passed: checks.every(({ passed }) => passed),
      testedAt: this.clock.now().toISOString(),
      checks,
    };
    await this.transactions.run((tx) => this.repository.update(tx, id, { lastTest: scorecard }));
    return scorecard;
  }
}
