import { Injectable } from '@nestjs/common';
import { DataSource, IsNull } from 'typeorm';
import { returning, Transaction } from '../../core/database/transaction';
import { ApiTokenEntity } from './api-token.entity';
import { GatewayCaller } from './gateway-caller';

const callerColumns =
  'id AS "apiTokenId", organization_id AS "organizationId", name, token_prefix AS "tokenPrefix"';

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

  /** On whose behalf a token acts that is neither revoked nor expired. */
  async findCaller(id: string, now: Date): Promise<GatewayCaller | undefined> {
    const rows = await this.dataSource.query<GatewayCaller[]>(
      `SELECT ${callerColumns} FROM gateway_api_tokens
       WHERE id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)`,
      [id, now],
    );
    return rows[0];
  }

  /** Finds the token by its hash and notes that it was used, unless it is revoked or expired. */
  async use(tx: Transaction, tokenHash: Buffer, now: Date): Promise<GatewayCaller | undefined> {
    const rows = await returning<GatewayCaller>(
      tx,
      `UPDATE gateway_api_tokens SET last_used_at = $2
       WHERE token_hash = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)
       RETURNING ${callerColumns}`,
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
