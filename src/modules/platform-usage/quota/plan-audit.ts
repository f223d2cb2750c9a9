import { AuditChange, fieldChanges } from '../../../core/audit/audit-change';
import { AuditLog } from '../../../core/audit/audit-log';
import { operator } from '../../../core/audit/operator';
import { Clock } from '../../../core/clock/clock';
import { Transaction } from '../../../core/database/transaction';
import { Plan } from './plans.repository';

const without = { plan: null, documents: null, documentsPerCompany: null, hard: null };

/** Tells organizations in their logs what the operator allows them: which plan they have, and what it comes to. */
export class PlanAudit {
  private readonly log: AuditLog;

  constructor(clock: Clock) {
    this.log = new AuditLog(clock);
  }

  changed(tx: Transaction, before: Plan, after: Plan, organizationIds: string[]): Promise<void> {
    return this.note(tx, 'plan.changed', organizationIds, before, after);
  }

  assigned(
    tx: Transaction,
    organizationId: string,
    before: Plan | undefined,
    after: Plan | undefined,
  ): Promise<void> {
    return this.note(tx, after ? 'plan.assigned' : 'plan.unassigned', [organizationId], before, after);
  }

  private async note(
    tx: Transaction,
    action: string,
    organizationIds: string[],
    before: Plan | undefined,
    after: Plan | undefined,
  ): Promise<void> {
    const changes = fieldChanges(told(before), told(after));
    if (changes.length === 0) return;
    const records = organizationIds.map((id): AuditChange => {
      const owner = { organizationId: id, livemode: null };
      return {
        action,
        subject: { type: 'organization', id },
        changes,
        owner,
        actor: operator('npm run plan'),
      };
    });
    await this.log.append(tx, ...records);
  }
}

function told(plan: Plan | undefined): Record<string, unknown> {
  if (!plan) return without;
  const { name, ...limits } = plan;
  return { plan: name, ...limits };
}
