import { BeforeApplicationShutdown, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../../../core/clock/clock';
import { PeriodicTask } from '../../../core/clock/periodic-task';
import { Settings } from '../../../core/config/settings';
import { Transaction, Transactions } from '../../../core/database/transaction';
import { EventLog } from '../../../core/events/event-log';
import { wholeOrganization } from './hard-limits';
import { QuotaMonth, quotaMonth } from './quota-month';
import { QuotaNotices } from './quota-notices';
import { percentOf } from './quota-standing';
import { QuotaStandingRepository } from './quota-standing.repository';
import { QuotaWarningsRepository } from './quota-warnings.repository';

const intervalMilliseconds = 15_000;
const batch = 500;
const levels = { near: 80, reached: 100 };

type Row = Awaited<ReturnType<QuotaStandingRepository['above']>>[number];

/** Tells an organization that documents run out, once a month and limit at 80 percent and once when they have. In the background: no send waits for it. */
@Injectable()
export class QuotaWarnings implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly task = new PeriodicTask('the warnings of quotas', intervalMilliseconds, () =>
    this.warnAll(),
  );

  constructor(
    private readonly settings: Settings,
    private readonly standings: QuotaStandingRepository,
    private readonly warnings: QuotaWarningsRepository,
    private readonly notices: QuotaNotices,
    private readonly transactions: Transactions,
    private readonly log: EventLog,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    if (this.settings.ROLE !== 'api') this.task.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.task.stop();
  }

  async warnAll(): Promise<void> {
    const month = quotaMonth(this.clock.now());
    const due = await this.standings.above(levels.near, month.first, batch, { unwarned: true });
    for (const row of due) await this.transactions.run((tx) => this.warn(tx, row, month));
  }

  private async warn(tx: Transaction, row: Row, month: QuotaMonth): Promise<void> {
    const { organizationId, livemode, companyId, plan, maximum: limit, hard, used } = row;
    const level = used >= limit ? levels.reached : levels.near;
    if (!(await this.warnings.claim(tx, row, month.first, level, this.clock.now()))) return;
    const warning = {
      level,
      companyId: companyId === wholeOrganization ? null : companyId,
      plan,
      limit,
      used,
      percent: percentOf(used, limit),
      hard,
      resetsAt: month.resetsAt.toISOString(),
    };
    // Without `company`: it concerns whoever pays for the documents, not the tenant's own endpoints.
    await this.log.append(tx, { type: 'quota.warning', organizationId, livemode, data: warning });
    await this.notices.send(tx, { organizationId, livemode }, warning);
  }
}
