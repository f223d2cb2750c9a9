import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Transaction } from '../../core/database/transaction';
import { ActionEntity } from './action.entity';

export const uniqueActionName = 'uq_gateway_actions_name';

@Injectable()
export class GatewayActionsRepository {
  constructor(private readonly dataSource: DataSource) {}

  async list(organizationId: string): Promise<ActionEntity[]> {
    return this.dataSource.manager.find(ActionEntity, { where: { organizationId }, order: { name: 'ASC' } });
  }

  async find(organizationId: string, name: string): Promise<ActionEntity | null> {
    return this.dataSource.manager.findOneBy(ActionEntity, { organizationId, name });
  }

  async count(organizationId: string, db = this.dataSource.manager): Promise<number> {
    return db.countBy(ActionEntity, { organizationId });
  }

  /** Lets one registration of the organization at a time count and insert, so that the limit holds. */
  async lockRegistrations(tx: Transaction, organizationId: string): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('gateway-actions:' || $1, 0))`, [
      organizationId,
    ]);
  }

  async insert(tx: Transaction, action: ActionEntity): Promise<void> {
    await tx.insert(ActionEntity, action);
  }

  /** The action with its changes, and with those that others made meanwhile; null when it was deleted. */
  async update(tx: Transaction, id: string, changes: Partial<ActionEntity>): Promise<ActionEntity | null> {
    await tx.update(ActionEntity, { id }, changes);
    return tx.findOneBy(ActionEntity, { id });
  }

  /** Whether there was one to delete. */
  async delete(tx: Transaction, organizationId: string, name: string): Promise<boolean> {
    const { affected } = await tx.delete(ActionEntity, { organizationId, name });
    return affected === 1;
  }
}
