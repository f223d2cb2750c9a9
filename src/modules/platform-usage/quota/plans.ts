import { DataSource } from 'typeorm';
import { Clock } from '../../../core/clock/clock';
import { Transactions } from '../../../core/database/transaction';
import { PlanAudit } from './plan-audit';
import { Plan, PlansRepository } from './plans.repository';

/** For the command alone, which has no server around it. Servers go by a change within seconds. */
export class Plans {
  private readonly repository: PlansRepository;
  private readonly transactions: Transactions;
  private readonly audit: PlanAudit;

  constructor(
    dataSource: DataSource,
    private readonly clock: Clock,
  ) {
    this.repository = new PlansRepository(dataSource);
    this.transactions = new Transactions(dataSource);
    this.audit = new PlanAudit(clock);
  }

  list(): Promise<Array<Plan & { organizations: string[] }>> {
    return this.repository.list();
  }

  /** Makes the plan, or changes it for all who have it. */
  set(plan: Plan): Promise<void> {
    return this.transactions.run(async (tx) => {
      const before = await this.repository.lock(tx, plan.name);
      await this.repository.save(tx, plan, this.clock.now());
      if (before) await this.audit.changed(tx, before, plan, await this.repository.holders(tx, plan.name));
    });
  }

  /** Without a plan, no limit. Throws a sentence when there is no such plan or organization. */
  assign(organizationId: string, name: string | null): Promise<void> {
    return this.transactions.run(async (tx) => {
      const plan = name === null ? undefined : await this.repository.hold(tx, name);
      if (name !== null && !plan) throw new Error(`there is no plan "${name}"`);
      const holder = await this.repository.lockHolder(tx, organizationId);
      if (!holder) throw new Error(`there is no organization "${organizationId}"`);
      const before = holder.plan === null ? undefined : await this.repository.find(tx, holder.plan);
      await this.repository.assign(tx, organizationId, name, this.clock.now());
      await this.audit.assigned(tx, organizationId, before, plan);
    });
  }

  /** Throws a sentence when there is none, or somebody has it. */
  remove(name: string): Promise<void> {
    return this.transactions.run(async (tx) => {
      if (!(await this.repository.lock(tx, name))) throw new Error(`there is no plan "${name}"`);
      const holders = await this.repository.holders(tx, name);
      if (holders.length > 0) throw new Error(`organizations have the plan "${name}"`);
      await this.repository.remove(tx, name);
    });
  }
}
