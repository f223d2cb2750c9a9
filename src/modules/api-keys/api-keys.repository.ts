import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ActingCompany, Tenancy } from '../../core/auth/caller';
import { KeyType, Scope } from '../../core/auth/scopes';
import { GatheredLookup } from '../../core/database/gathered-lookup';
import { PreparedStatements } from '../../core/database/prepared-statements';
import { Transaction } from '../../core/database/transaction';
import { ApiKeyEntity } from './api-key.entity';

/** Whose keys: a platform key manages those of its mode, the dashboard those of both. */
export type KeyTenancy = Omit<Tenancy, 'livemode'> & { livemode?: boolean };

/** What a request with the key needs to know. */
export interface VerifiedKeyRow {
  id: string;
  organization_id: string;
  name: string;
  key_prefix: string;
  livemode: boolean;
  /** The one company of a personal key. */
  company: ActingCompany | null;
  key_type: KeyType;
  scopes: Scope[];
  expires_at: Date | null;
  revoked_at: Date | null;
  last_used_at: Date | null;
}

@Injectable()
export class ApiKeysRepository {
  private readonly byHash = new GatheredLookup((hashes) => this.findByHashes(hashes));

  constructor(
    private readonly dataSource: DataSource,
    private readonly statements: PreparedStatements,
  ) {}

  async insert(tx: Transaction, key: ApiKeyEntity): Promise<void> {
    await tx.insert(ApiKeyEntity, key);
  }

  async update(
    tx: Transaction,
    id: string,
    changes: Partial<Pick<ApiKeyEntity, 'expiresAt' | 'revokedAt'>>,
  ): Promise<void> {
    await tx.update(ApiKeyEntity, { id }, changes);
  }

  /** Those that have ended by themselves stay as they are. */
  async revokeAll(tx: Transaction, organizationId: string, now: Date): Promise<void> {
    await tx.query(
      `UPDATE api_keys SET revoked_at = $2
       WHERE organization_id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)`,
      [organizationId, now],
    );
  }

  async noteUse(tx: Transaction, id: string, now: Date): Promise<void> {
    await tx.query(`UPDATE api_keys SET last_used_at = $2 WHERE id = $1`, [id, now]);
  }

  /** On the path of every request; the digest's index makes the comparison, so it leaks nothing of the key. */
  findByHash(hash: Buffer): Promise<VerifiedKeyRow | undefined> {
    return this.byHash.get(hash.toString('hex'));
  }

  private async findByHashes(hashes: string[]): Promise<Map<string, VerifiedKeyRow>> {
    const sql = `
      SELECT encode(key.key_hash, 'hex') AS hash, key.id, key.organization_id, key.livemode, key.key_type, key.scopes, key.expires_at,
        key.revoked_at, key.last_used_at, key.name, key.key_prefix,
        CASE WHEN company.id IS NOT NULL THEN json_build_object('id', company.id, 'status', company.status, 'name', company.name,
          'vatNumber', company.vat_number, 'country', company.country, 'peppolId', company.peppol_id) END AS company
      FROM api_keys AS key LEFT JOIN companies AS company ON company.id = key.company_id
      WHERE key.key_hash = ANY ($1::bytea[])`;
    const parameters = [hashes.map((hash) => Buffer.from(hash, 'hex'))];
    const rows = await this.statements.run<VerifiedKeyRow & { hash: string }>({ sql, parameters });
    return new Map(rows.map((row) => [row.hash, row]));
  }

  async find(tenancy: KeyTenancy, id: string): Promise<ApiKeyEntity | undefined> {
    const where = { id, ...ownKeys(tenancy) };
    return (await this.dataSource.manager.findOneBy(ApiKeyEntity, where)) ?? undefined;
  }

  /** Keeps others from changing the key until the transaction ends. */
  async lock(tx: Transaction, tenancy: KeyTenancy, id: string): Promise<ApiKeyEntity | undefined> {
    const where = { id, ...ownKeys(tenancy) };
    return (await tx.findOne(ApiKeyEntity, { where, lock: { mode: 'pessimistic_write' } })) ?? undefined;
  }

  /** Newest first, from below the given id. */
  async list(tenancy: KeyTenancy, before: string | undefined, limit: number): Promise<ApiKeyEntity[]> {
    const query = this.dataSource
      .createQueryBuilder(ApiKeyEntity, 'api_key')
      .where(ownKeys(tenancy))
      .orderBy('api_key.id', 'DESC')
      .limit(limit);
    if (before !== undefined) query.andWhere('api_key.id < :before', { before });
    return query.getMany();
  }
}

function ownKeys({ organizationId, livemode, companyId }: KeyTenancy) {
  return {
    organizationId,
    ...(livemode !== undefined && { livemode }),
    ...(companyId !== undefined && { companyId }),
  };
}
