import { Injectable } from '@nestjs/common';
import { Clock } from '../../../core/clock/clock';
import { asSystem } from '../../../core/http/current-request';
import { QuotaBurn, QuotasBurnt, QuotaStanding } from '../../../core/observability/quota-standing.port';
import { QuotaSubject } from '../../../core/quota/document-quota.port';
import { wholeOrganization } from './hard-limits';
import { quotaMonth } from './quota-month';
import { QuotaStandingRepository, StandingRow } from './quota-standing.repository';

const alarming = 80;
const longest = 100;

/** How far somebody is with the documents of the running month. */
export interface Standing {
  plan: string | null;
  /** Null: as many as one likes; then `remaining` and `percent` are null as well. */
  limit: number | null;
  used: number;
  remaining: number | null;
  percent: number | null;
  hard: boolean;
  resetsAt: string;
}

/** Who is how far with what they may send. As the system: plans are the operator's, and an organization's count is that of all its companies. */
@Injectable()
export class StandingByPlan extends QuotaStanding {
  constructor(
    private readonly repository: QuotaStandingRepository,
    private readonly clock: Clock,
  ) {
    super();
  }

  async of(subject: QuotaSubject): Promise<{ company: Standing; organization: Standing }> {
    const { first, resetsAt } = quotaMonth(this.clock.now());
    const rows = await asSystem(() => this.repository.of(subject, first));
    const find = (companyId: string) =>
      toStanding(
        rows.find((row) => row.companyId === companyId)!,
        resetsAt,
      );
    return { company: find(subject.companyId), organization: find(wholeOrganization) };
  }

  async burn(of: Pick<QuotaSubject, 'organizationId' | 'livemode'>): Promise<QuotaBurn[]> {
    const { first } = quotaMonth(this.clock.now());
    const rows = await asSystem(() => this.repository.above(alarming, first, longest, { of }));
    return rows.map(({ organizationId, livemode, companyId, used, maximum }) => ({
      organizationId,
      livemode,
      ...(companyId !== wholeOrganization && { companyId }),
      percent: percentOf(used, maximum),
    }));
  }

  burnt(percents: readonly number[]): Promise<QuotasBurnt[]> {
    const { first } = quotaMonth(this.clock.now());
    return asSystem(() => this.repository.countAbove(percents, first));
  }
}

/** Rounded down: 100 is not reached before the last document. */
export function percentOf(used: number, limit: number): number {
  return limit === 0 ? 100 : Math.floor((used * 100) / limit);
}

function toStanding({ plan, maximum: limit, hard, used }: StandingRow, resetsAt: Date): Standing {
  const isLimited = limit !== null;
  return {
    plan,
    limit,
    used,
    remaining: isLimited ? Math.max(limit - used, 0) : null,
    percent: isLimited ? percentOf(used, limit) : null,
    hard,
    resetsAt: resetsAt.toISOString(),
  };
}
