import { Injectable, OnModuleInit } from '@nestjs/common';
import { Clock } from '../../../core/clock/clock';
import { insertTogether, NewRow } from '../../../core/database/statement';
import { Transaction, Transactions, violatedConstraint } from '../../../core/database/transaction';
import { EventLog } from '../../../core/events/event-log';
import { ApiError } from '../../../core/http/api-error';
import { DocumentQuota, QuotaSubject } from '../../../core/quota/document-quota.port';
import { HardLimit, HardLimits, wholeOrganization } from './hard-limits';
import { CounterRow, maximumConstraint, QuotaCountersRepository } from './quota-counters.repository';
import { QuotaMonth, quotaMonth } from './quota-month';

/** After a change of a limit, some process may go on by the old one for as long. Milliseconds. */
const settling = 30_000;

/** Hard limits, kept exactly: by a counter that the document's own statement moves. */
@Injectable()
export class PlanQuota extends DocumentQuota implements OnModuleInit {
  /** Counters that are known to be right, and since when. */
  private ready = new Map<string, number>();

  constructor(
    private readonly limits: HardLimits,
    private readonly counters: QuotaCountersRepository,
    private readonly transactions: Transactions,
    private readonly log: EventLog,
    private readonly clock: Clock,
  ) {
    super();
  }

  onModuleInit(): void {
    this.log.subscribe(25, async (tx, events) => {
      for (const event of events)
        if (event.type === 'document.failed') await this.counters.giveBack(tx, event);
    });
  }

  async places(sender: QuotaSubject): Promise<NewRow[]> {
    const limits = this.limits.of(sender);
    if (limits.length === 0) return [];
    const month = quotaMonth(this.clock.now());
    for (const limit of limits) await this.prepare(sender, limit, month);
    return this.rows(sender, limits, month);
  }

  async explain(error: Error, sender: QuotaSubject): Promise<Error> {
    if (violatedConstraint(error, 'check') !== maximumConstraint) return error;
    const month = quotaMonth(this.clock.now());
    const limits = this.limits.of(sender);
    const counters = await this.counters.read(sender, month.first);
    // Given back in the meantime: it was used up when the document was refused.
    return this.refusal(limits, counters, month) ?? this.exceeded(limits[0]!, limits[0]!.maximum, month);
  }

  async take(tx: Transaction, sender: QuotaSubject): Promise<void> {
    const limits = this.limits.of(sender);
    if (limits.length === 0) return;
    const month = quotaMonth(this.clock.now());
    for (const limit of limits) await this.recount(tx, sender, limit, month);
    const refusal = this.refusal(limits, await this.counters.read(sender, month.first, tx), month);
    if (refusal) throw refusal;
    const { sql, parameters } = insertTogether(this.rows(sender, limits, month));
    await tx.query(sql, parameters);
  }

  /** In a transaction of its own, and once: until the limit changes, or the month. */
  private async prepare(sender: QuotaSubject, limit: HardLimit, month: QuotaMonth): Promise<void> {
    const neededAt = this.neededAt(limit, month);
    if (!neededAt) return;
    const key = [sender.organizationId, sender.livemode, limit.companyId, month.first].join();
    if ((this.ready.get(key) ?? 0) >= neededAt.getTime()) return;
    await this.transactions.run((tx) => this.recount(tx, sender, limit, month));
    if (this.ready.size > 100_000) this.ready.clear();
    this.ready.set(key, neededAt.getTime());
  }

  private async recount(
    tx: Transaction,
    sender: QuotaSubject,
    limit: HardLimit,
    month: QuotaMonth,
  ): Promise<void> {
    const neededAt = this.neededAt(limit, month);
    if (!neededAt) return;
    const { companyId, maximum } = limit;
    await this.counters.recount(
      tx,
      { ...sender, companyId },
      month.first,
      maximum,
      neededAt,
      this.clock.now(),
    );
  }

  /** A limit that was in force when the month began has counted all of it. Of a newer one: again when every process knows it. */
  private neededAt({ changedAt }: HardLimit, month: QuotaMonth): Date | undefined {
    const settledAt = new Date(changedAt.getTime() + settling);
    if (settledAt <= new Date(month.first)) return undefined;
    return this.clock.now() >= settledAt ? settledAt : changedAt;
  }

  private rows(sender: QuotaSubject, limits: HardLimit[], month: QuotaMonth): NewRow[] {
    const now = this.clock.now();
    return limits.map(({ companyId, maximum }) =>
      this.counters.place({ ...sender, companyId }, month.first, maximum, now),
    );
  }

  private refusal(limits: HardLimit[], counters: CounterRow[], month: QuotaMonth): ApiError | undefined {
    const used = new Map(counters.map((counter) => [counter.companyId, counter.used]));
    const full = limits.find(({ companyId, maximum }) => (used.get(companyId) ?? 0) >= maximum);
    return full && this.exceeded(full, used.get(full.companyId) ?? 0, month);
  }

  private exceeded(
    { companyId, maximum: limit }: HardLimit,
    used: number,
    { resetsAt }: QuotaMonth,
  ): ApiError {
    const isWhole = companyId === wholeOrganization;
    const whose = isWhole ? "your organization's plan" : 'the quota of this company';
    const until = resetsAt.toISOString();
    return new ApiError('QUOTA_EXCEEDED', {
      message: `The month's limit of ${limit}, set by ${whose}, is reached. The count starts anew at ${until}.`,
      retryAfter: Math.ceil((resetsAt.getTime() - this.clock.now().getTime()) / 1_000),
      more: { quota: isWhole ? 'organization' : 'company', limit, used, resetsAt: until },
    });
  }
}
