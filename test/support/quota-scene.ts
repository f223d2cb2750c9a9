import { Plan, Plans } from '../../src/modules/platform-usage';
import { HardLimits } from '../../src/modules/platform-usage/quota/hard-limits';
import { TestApp } from './app';
import { Exchange, Trader } from './exchange';
import { Answer } from './http';
import { echoRecipient, newNumber, sendBody } from './invoices';
import { secondOrganization } from './scenario';

/** What tests of plans and quotas do again and again. */
export class QuotaScene {
  private plans = 0;

  constructor(readonly exchange: Exchange) {}

  get app(): TestApp {
    return this.exchange.app;
  }

  /** An organization of its own with that plan, which is hard unless it says otherwise. */
  async planned(
    plan: Partial<Plan>,
  ): Promise<{ organizationId: string; token: string; key: string; trader: Trader }> {
    const { organizationId, token, platformKey: key } = await secondOrganization(this.app);
    await this.give(organizationId, plan);
    return { organizationId, token, key, trader: await this.exchange.onboard({ name: 'Planned' }, key) };
  }

  async give(organizationId: string, plan: Partial<Plan>): Promise<void> {
    const plans = new Plans(this.app.database, this.app.clock);
    const name = `plan-${++this.plans}`;
    const whole = { name, documents: null, documentsPerCompany: null, hard: true, ...plan };
    await plans.set(whole);
    await plans.assign(organizationId, name);
    await this.readLimits();
  }

  /** As every process does by itself within seconds. */
  readLimits(): Promise<void> {
    return this.app.app.get(HardLimits).read();
  }

  async putQuota({ company }: Trader, body: object, key: string): Promise<Answer> {
    const answer = await this.app.exchange('PUT', `/platform/companies/${company.id}/quota`, { key, body });
    await this.readLimits();
    return answer;
  }

  send(
    { apiKey }: Trader,
    to = echoRecipient,
    headers?: Record<string, string>,
    document = {},
  ): Promise<Answer> {
    return this.app.post('/documents/send', apiKey.key, sendBody({ to }, document), headers);
  }

  /** Sends so many at once, by turns from each: how often each status came. */
  async rush(count: number, ...traders: Trader[]): Promise<Record<number, number>> {
    const sent = Array.from({ length: count }, (_one, index) =>
      this.send(traders[index % traders.length]!, echoRecipient, { 'idempotency-key': newNumber() }),
    );
    const counts: Record<number, number> = {};
    for (const { status } of await Promise.all(sent)) counts[status] = (counts[status] ?? 0) + 1;
    return counts;
  }

  async quotaOf({ apiKey }: Trader): Promise<any> {
    return (await this.app.get('/stats', apiKey.key)).body.quota;
  }
}
