import { Injectable } from '@nestjs/common';
import { DataSource, IsNull } from 'typeorm';
import { returning, Transaction } from '../../core/database/transaction';
import { ApiTokenEntity } from './api-token.entity';

@Injectable()
export class ApiTokensRepository {
  constructor(private readonly dataSource: DataSource) {}

  async insert(tx: Transaction, token: ApiTokenEntity): Promise<void> {
    await tx.insert(ApiTokenEntity, token);
  }

  async list(organizationId: string, limit: number): Promise<ApiTokenEntity[]> {
    return this.dataSource.manager.find(ApiTokenEntity, {
      where: { organizationId, revokedAt: IsNull() },
      order: { id: 'DESC' },
      take: limit,
    });
  }

  /** The organization of a token that is neither revoked nor expired. */
  async organizationOf(id: string, now: Date): Promise<string | undefined> {
    const rows = await this.dataSource.query<Array<{ organization_id: string }>>(
      `SELECT organization_id FROM gateway_api_tokens
       WHERE id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)`,
      [id, now],
    );
    return rows[0]?.organization_id;
  }

  /** Finds the token by its hash and notes that it was used, unless it is revoked or expired. */
  async use(
    tx: Transaction,
    tokenHash: Buffer,
    now: Date,
  ): Promise<{ id: string; organization_id: string } | undefined> {
    const rows = await returning<{ id: string; organization_id: string }>(
      tx,
      `UPDATE gateway_api_tokens SET last_used_at = $2
       WHERE token_hash = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)
       RETURNING id, organization_id`,
      [tokenHash, now],
    );
    return rows[0];
  }

  /** Whether there was one to revoke. */
  async revoke(tx: Transaction, organizationId: string, id: string, now: Date): Promise<boolean> {
    const rows = await returning(
      tx,
      `UPDATE gateway_api_tokens SET revoked_at = $3
       WHERE organization_id = $1 AND id = $2 AND revoked_at IS NULL RETURNING id`,
      [organizationId, id, now],
    );
    return rows.length === 1;
  }
}
