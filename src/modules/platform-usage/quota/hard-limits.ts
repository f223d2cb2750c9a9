import { BeforeApplicationShutdown, Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { PeriodicTask } from '../../../core/clock/periodic-task';
import { QuotaSubject } from '../../../core/quota/document-quota.port';
import { HardCompanyQuota, HardLimitsRepository, HardPlan } from './hard-limits.repository';

const intervalMilliseconds = 5_000;

/** The row of an organization's own limit names no company. */
export const wholeOrganization = '';

/** How many documents may be sent in a month, and not one more. */
export interface HardLimit {
  companyId: string;
  maximum: number;
  changedAt: Date;
}

/**
 * All limits that are hard, in memory, so that whoever has none sends without a query for them. Read every few seconds: a change
 * holds from then on.
 */
@Injectable()
export class HardLimits implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly task = new PeriodicTask('the reading of hard limits', intervalMilliseconds, () =>
    this.read(),
  );
  private plans = new Map<string, HardPlan>();
  private companies = new Map<string, HardCompanyQuota>();
  private readings = 0;
  private latest = 0;

  constructor(private readonly repository: HardLimitsRepository) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.read();
    this.task.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.task.stop();
  }

  /** Of readings that overlap, the one that began last stays. */
  async read(): Promise<void> {
    const reading = ++this.readings;
    const plans = await this.repository.plans();
    const companies = await this.repository.companies();
    if (reading < this.latest) return;
    this.latest = reading;
    this.plans = new Map(plans.map((plan) => [plan.organizationId, plan]));
    this.companies = new Map(companies.map((quota) => [quota.companyId, quota]));
  }

  /** The company's first, if both there are: whoever takes places of both takes them in this order. */
  of({ organizationId, companyId }: QuotaSubject): HardLimit[] {
    const plan = this.plans.get(organizationId);
    const own = this.companies.get(companyId);
    const limits: HardLimit[] = [];
    const perCompany = [own?.documents, plan?.documentsPerCompany].filter(
      (limit) => typeof limit === 'number',
    );
    if (perCompany.length > 0)
      limits.push({ companyId, maximum: Math.min(...perCompany), changedAt: later(own, plan) });
    if (typeof plan?.documents === 'number')
      limits.push({ companyId: wholeOrganization, maximum: plan.documents, changedAt: plan.changedAt });
    return limits;
  }
}

function later(...changed: Array<{ changedAt: Date } | undefined>): Date {
  return new Date(Math.max(...changed.map((each) => each?.changedAt.getTime() ?? 0)));
}
