import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { returning, Transaction } from '../../core/database/transaction';
import { CustomDomain, Problem } from './custom-domain';

const columns = `id, organization_id AS "organizationId", claimed_live AS livemode, hostname, status, claimed_at AS "claimedAt", checked_at AS "checkedAt",
  error_code AS "errorCode", error_message AS "errorMessage", failing_since AS "failingSince", noticed_at AS "noticedAt",
  wait_until AS "waitUntil", order_url AS "orderUrl", ordered_at AS "orderedAt", issuer, not_after AS "notAfter",
  renews_after AS "renewsAfter"`;
const noProblem =
  'error_code = NULL, error_message = NULL, failing_since = NULL, noticed_at = NULL, wait_until = NULL';
const noOrder = 'order_url = NULL, order_key = NULL, ordered_at = NULL';

export const verifiedConstraint = 'uq_custom_domains_verified';

@Injectable()
export class CustomDomainsRepository {
  constructor(private readonly dataSource: DataSource) {}

  find(id: string): Promise<CustomDomain | undefined> {
    return one(this.dataSource.manager, 'id = $1', [id]);
  }

  ofOrganization(
    organizationId: string,
    db: EntityManager = this.dataSource.manager,
  ): Promise<CustomDomain | undefined> {
    return one(db, 'organization_id = $1', [organizationId]);
  }

  verified(hostname: string): Promise<CustomDomain | undefined> {
    return one(this.dataSource.manager, 'hostname = $1 AND verified_at IS NOT NULL', [hostname]);
  }

  /** Whether anybody has proven that it is theirs. */
  async isTaken(tx: Transaction, hostname: string): Promise<boolean> {
    const [row] = await tx.query<Array<{ taken: boolean }>>(`SELECT hostname_is_taken($1) AS taken`, [
      hostname,
    ]);
    return row!.taken;
  }

  /** Of two choices at the same time, the second one waits for the first. */
  async lockOrganization(tx: Transaction, organizationId: string): Promise<void> {
    await tx.query(`SELECT FROM organizations WHERE id = $1 FOR NO KEY UPDATE`, [organizationId]);
  }

  async insert(
    tx: Transaction,
    domain: Pick<CustomDomain, 'id' | 'organizationId' | 'livemode' | 'hostname'>,
    now: Date,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO custom_domains (id, organization_id, claimed_live, hostname, status, claimed_at) VALUES ($1, $2, $3, $4, 'pending_dns', $5)`,
      [domain.id, domain.organizationId, domain.livemode, domain.hostname, now],
    );
  }

  async remove(tx: Transaction, organizationId: string): Promise<void> {
    await tx.query(`DELETE FROM custom_domains WHERE organization_id = $1`, [organizationId]);
  }

  /** Begins anew with a domain that had failed; whether it had. */
  async revive(tx: Transaction, id: string, now: Date): Promise<boolean> {
    const rows = await returning(
      tx,
      `UPDATE custom_domains SET status = 'pending_dns', claimed_at = $2, ${noProblem} WHERE id = $1 AND status = 'failed' RETURNING id`,
      [id, now],
    );
    return rows.length > 0;
  }

  async noteAsked(tx: Transaction, id: string, now: Date): Promise<void> {
    await tx.query(`UPDATE custom_domains SET asked_at = $2 WHERE id = $1`, [id, now]);
  }

  async wasAskedSince(id: string, time: Date): Promise<boolean> {
    const sql = `SELECT id FROM custom_domains WHERE id = $1 AND asked_at >= $2`;
    return (await this.dataSource.query<unknown[]>(sql, [id, time])).length > 0;
  }

  /** Refused by its unique index when another organization came first. */
  async verify(tx: Transaction, id: string, now: Date): Promise<void> {
    await tx.query(
      `UPDATE custom_domains SET status = 'issuing', verified_at = $2, checked_at = $2, ${noProblem}
       WHERE id = $1 AND status = 'pending_dns'`,
      [id, now],
    );
  }

  async noteChecked(tx: Transaction, id: string, now: Date): Promise<void> {
    await tx.query(`UPDATE custom_domains SET checked_at = $2 WHERE id = $1`, [id, now]);
  }

  async noteProblem(
    tx: Transaction,
    id: string,
    problem: Problem,
    now: Date,
    waitUntil?: Date,
  ): Promise<void> {
    await tx.query(
      `UPDATE custom_domains SET error_code = $2, error_message = $3, failing_since = coalesce(failing_since, $4), wait_until = $5
       WHERE id = $1 AND status <> 'failed'`,
      [id, problem.code, problem.message, now, waitUntil ?? null],
    );
  }

  async noteNotice(tx: Transaction, id: string, now: Date): Promise<void> {
    await tx.query(`UPDATE custom_domains SET noticed_at = $2 WHERE id = $1`, [id, now]);
  }

  /** It is served no more, and others may have the name. */
  async fail(tx: Transaction, id: string, { code, message }: Problem): Promise<boolean> {
    const rows = await returning(
      tx,
      `UPDATE custom_domains SET status = 'failed', error_code = $2, error_message = $3, verified_at = NULL, wait_until = NULL,
         certificate = NULL, private_key = NULL, issuer = NULL, not_after = NULL, renews_after = NULL, ${noOrder}
       WHERE id = $1 AND status <> 'failed' RETURNING id`,
      [id, code, message],
    );
    return rows.length > 0;
  }

  async keepOrder(tx: Transaction, id: string, url: string, sealedKey: Buffer, now: Date): Promise<void> {
    await tx.query(
      `UPDATE custom_domains SET order_url = $2, order_key = $3, ordered_at = $4 WHERE id = $1 AND order_url IS NULL`,
      [id, url, sealedKey, now],
    );
  }

  async dropOrder(tx: Transaction, id: string, url: string): Promise<void> {
    await tx.query(`UPDATE custom_domains SET ${noOrder} WHERE id = $1 AND order_url = $2`, [id, url]);
  }

  async orderKey(id: string): Promise<Buffer | undefined> {
    const sql = `SELECT order_key FROM custom_domains WHERE id = $1`;
    const [row] = await this.dataSource.query<Array<{ order_key: Buffer | null }>>(sql, [id]);
    return row?.order_key ?? undefined;
  }

  /** The order's key becomes that of the certificate; nothing happens when the order is none of the domain's any more. */
  async keepCertificate(
    tx: Transaction,
    id: string,
    orderUrl: string,
    made: { certificate: string; issuer: string; notAfter: Date; renewsAfter: Date },
  ): Promise<void> {
    await tx.query(
      `UPDATE custom_domains SET status = 'active', certificate = $3, private_key = order_key, issuer = $4, not_after = $5,
         renews_after = $6, ${noOrder}, ${noProblem} WHERE id = $1 AND order_url = $2`,
      [id, orderUrl, made.certificate, made.issuer, made.notAfter, made.renewsAfter],
    );
  }

  async certificateOf(hostname: string): Promise<{ certificate: string; private_key: Buffer } | undefined> {
    const [row] = await this.dataSource.query<Array<{ certificate: string; private_key: Buffer }>>(
      `SELECT certificate, private_key FROM custom_domains
       WHERE hostname = $1 AND verified_at IS NOT NULL AND certificate IS NOT NULL`,
      [hostname],
    );
    return row;
  }
}

async function one(
  db: EntityManager,
  condition: string,
  parameters: unknown[],
): Promise<CustomDomain | undefined> {
  const [row] = await db.query<CustomDomain[]>(
    `SELECT ${columns} FROM custom_domains WHERE ${condition}`,
    parameters,
  );
  return row;
}
