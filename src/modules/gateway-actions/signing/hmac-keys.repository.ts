import { Injectable } from '@nestjs/common';
import { DataSource, IsNull } from 'typeorm';
import { returning, Transaction } from '../../../core/database/transaction';
import { HmacKeyEntity } from './hmac-key.entity';

@Injectable()
export class HmacKeysRepository {
  constructor(private readonly dataSource: DataSource) {}

  async insert(tx: Transaction, key: HmacKeyEntity): Promise<void> {
    await tx.insert(HmacKeyEntity, key);
  }

  /** Those that are not revoked; the first one signs. */
  async list(organizationId: string, limit: number): Promise<HmacKeyEntity[]> {
    return this.dataSource.manager.find(HmacKeyEntity, {
      where: { organizationId, revokedAt: IsNull() },
      order: { id: 'DESC' },
      take: limit,
    });
  }

  /** Whether there was one to revoke. */
  async revoke(tx: Transaction, organizationId: string, id: string, now: Date): Promise<boolean> {
    const rows = await returning(
      tx,
      `UPDATE gateway_hmac_keys SET revoked_at = $3, sealed_key = NULL
       WHERE organization_id = $1 AND id = $2 AND revoked_at IS NULL RETURNING id`,
      [organizationId, id, now],
    );
    return rows.length === 1;
  }
}
