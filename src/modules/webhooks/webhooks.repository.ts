import { Injectable } from '@nestjs/common';
import { DataSource, FindOptionsWhere, IsNull, LessThan } from 'typeorm';
import { Tenancy } from '../../core/auth/caller';
import { Transaction } from '../../core/database/transaction';
import { WebhookEntity } from './webhook.entity';

@Injectable()
export class WebhooksRepository {
  constructor(private readonly dataSource: DataSource) {}

  async insert(tx: Transaction, webhook: WebhookEntity): Promise<void> {
    await tx.insert(WebhookEntity, webhook);
  }

  async list(tenancy: Tenancy, before: string | undefined, limit: number): Promise<WebhookEntity[]> {
    return this.dataSource.manager.find(WebhookEntity, {
      where: { ...visible(tenancy), ...(before && { id: LessThan(before) }) },
      order: { id: 'DESC' },
      take: limit,
    });
  }

  async find(tenancy: Tenancy, id: string): Promise<WebhookEntity | null> {
    return this.dataSource.manager.findOneBy(WebhookEntity, { ...visible(tenancy), id });
  }

  /** Holds the row until the transaction ends, so that no pause or claim comes between reading and writing. */
  async lock(tx: Transaction, tenancy: Tenancy, id: string): Promise<WebhookEntity | null> {
    return tx.findOne(WebhookEntity, {
      where: { ...visible(tenancy), id },
      lock: { mode: 'for_no_key_update' },
    });
  }

  /** For workers: of whatever organization, also when it is stopped or deleted. */
  async findForWork(tx: Transaction, id: string): Promise<WebhookEntity> {
    return tx.findOneByOrFail(WebhookEntity, { id });
  }

  /** Forgets the old secret, unless the new one was itself replaced meanwhile. */
  async endOverlap(tx: Transaction, id: string, sealedSecret: Buffer): Promise<void> {
    await tx.update(
      WebhookEntity,
      { id, sealedSecret },
      { previousSealedSecret: null, previousSecretUntil: null },
    );
  }

  async update(tx: Transaction, id: string, changes: Partial<WebhookEntity>): Promise<void> {
    await tx.update(WebhookEntity, { id }, changes);
  }
}

function visible({ organizationId, livemode, companyId }: Tenancy): FindOptionsWhere<WebhookEntity> {
  return { organizationId, livemode, deletedAt: IsNull(), ...(companyId && { companyId }) };
}
