import { DataSource } from 'typeorm';
import { fieldChanges } from '../../core/audit/audit-change';
import { AuditLog } from '../../core/audit/audit-log';
import { operator } from '../../core/audit/operator';
import { Clock } from '../../core/clock/clock';
import { newIdentifier } from '../../core/crypto/identifiers';
import { Transaction, Transactions } from '../../core/database/transaction';
import { PurgeFilter, PurgeLine } from './purge-plan';
import { PurgeRepository } from './purge.repository';

const batchSize = 500;

/**
 * Removes documents past their retention for good. Each batch is one transaction with its record: whoever is stopped in the middle has
 * removed whole batches, and goes on with a repeat.
 */
export class Purge {
  private readonly repository: PurgeRepository;
  private readonly transactions: Transactions;
  private readonly audit: AuditLog;

  constructor(
    dataSource: DataSource,
    private readonly clock: Clock,
    defaultYears: number,
  ) {
    this.repository = new PurgeRepository(dataSource, defaultYears);
    this.transactions = new Transactions(dataSource);
    this.audit = new AuditLog(clock);
  }

  /** What there is to remove. */
  plan(filter: PurgeFilter): Promise<PurgeLine[]> {
    return this.repository.plan(filter, this.clock.now());
  }

  /** Removes it, and tells of each batch when it is done. */
  async execute(
    plan: readonly PurgeLine[],
    tell: (line: PurgeLine, removed: number) => void,
  ): Promise<number> {
    let total = 0;
    for (const line of plan) {
      for (let removed = await this.batch(line); removed > 0; removed = await this.batch(line)) {
        total += removed;
        tell(line, removed);
      }
    }
    return total;
  }

  /** How many it removed; what another purge has at this moment is that one's. */
  private batch(line: PurgeLine): Promise<number> {
    const now = this.clock.now();
    return this.transactions.run(async (tx) => {
      const batch = await this.repository.claim(tx, line, now, batchSize);
      if (batch.ids.length === 0) return 0;
      await this.repository.remove(tx, batch.ids);
      const id = newIdentifier('prg');
      await this.repository.record(tx, id, line, batch, now);
      await this.note(tx, id, line, batch.ids.length);
      return batch.ids.length;
    });
  }

  private note(tx: Transaction, id: string, line: PurgeLine, documents: number): Promise<void> {
    const { companyId, year } = line;
    const actor = operator('npm run purge');
    const changes = fieldChanges({}, { documents, year });
    const subject = { type: 'purge', id };
    return this.audit.append(tx, {
      action: 'documents.purged',
      subject,
      companyId,
      owner: line,
      actor,
      changes,
    });
  }
}
