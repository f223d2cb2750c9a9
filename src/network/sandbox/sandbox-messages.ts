import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { returning, Transaction } from '../../core/database/transaction';
import { Transmission } from '../network-gateway.port';

/** A document on its way through the sandbox. */
export interface SandboxMessage {
  id: string;
  organizationId: string;
  sender: string;
  receiver: string;
  payload: Buffer;
}

/** The sandbox's post bag and address book. */
@Injectable()
export class SandboxMessages {
  constructor(private readonly dataSource: DataSource) {}

  /** False when the same transmission is under way already. */
  async insert(tx: Transaction, transmission: Transmission, now: Date): Promise<boolean> {
    const { transmissionId, organizationId, sender, receiver, payload } = transmission;
    const rows = await returning(
      tx,
      `INSERT INTO sandbox_messages (id, organization_id, sender, receiver, payload, sent_at) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT ON CONSTRAINT pk_sandbox_messages DO NOTHING RETURNING id`,
      [transmissionId, organizationId, sender, receiver, payload, now],
    );
    return rows.length === 1;
  }

  async find(id: string): Promise<SandboxMessage | undefined> {
    const rows: SandboxMessage[] = await this.dataSource.query(
      `SELECT id, organization_id AS "organizationId", sender, receiver, payload FROM sandbox_messages WHERE id = $1`,
      [id],
    );
    return rows[0];
  }

  async remove(tx: Transaction, id: string): Promise<void> {
    await tx.query(`DELETE FROM sandbox_messages WHERE id = $1`, [id]);
  }

  /**
   * Which company a participant id means. Several test organizations may register the same one, so the sender's own is preferred,
   * then whoever came first.
   */
  async companyOf(participantId: string, organizationId: string): Promise<string | undefined> {
    const rows: Array<{ company_id: string }> = await this.dataSource.query(
      `SELECT company_id FROM sandbox_participants WHERE participant_id = lower($1)
       ORDER BY (organization_id = $2) DESC, registered_at, company_id LIMIT 1`,
      [participantId, organizationId],
    );
    return rows[0]?.company_id;
  }
}
