import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { SealedBox } from '../crypto/sealed-box';
import { Transaction } from '../database/transaction';
import { Letterhead, NewMail, WaitingMail } from './mail';

interface MailRow {
  id: string;
  recipients: string[];
  unreached: string[];
  subject: string;
  text: string;
  senderName: string | null;
  replyTo: string | null;
  created_at: Date;
  sealed_secret: Buffer | null;
}

@Injectable()
export class MailsRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly box: SealedBox,
  ) {}

  async insert(tx: Transaction, id: string, mail: NewMail & Letterhead, now: Date): Promise<void> {
    const sealed = mail.secret === undefined ? null : this.box.seal(mail.secret);
    await tx.query(
      `INSERT INTO mails (id, organization_id, livemode, recipients, unreached, subject, text, sender_name, reply_to, sealed_secret,
                          status, created_at)
       VALUES ($1, $2, $3, $4, $4, $5, $6, $8, $9, $10, 'waiting', $7)`,
      [
        id,
        mail.organizationId,
        mail.livemode,
        mail.to,
        mail.subject,
        mail.text,
        now,
        mail.senderName,
        mail.replyTo,
        sealed,
      ],
    );
  }

  async findWaiting(id: string): Promise<WaitingMail | undefined> {
    const [row] = await this.dataSource.query<MailRow[]>(
      `SELECT id, recipients, unreached, subject, text, sender_name AS "senderName", reply_to AS "replyTo", created_at, sealed_secret
       FROM mails WHERE id = $1 AND status = 'waiting'`,
      [id],
    );
    if (!row) return undefined;
    const { created_at: createdAt, sealed_secret: sealed, ...mail } = row;
    const text = sealed ? mail.text.replaceAll('{secret}', this.box.open(sealed).toString()) : mail.text;
    return { ...mail, text, createdAt };
  }

  async keepUnreached(tx: Transaction, id: string, unreached: string[]): Promise<void> {
    await tx.query(`UPDATE mails SET unreached = $2 WHERE id = $1 AND status = 'waiting'`, [id, unreached]);
  }

  async markSent(tx: Transaction, id: string, now: Date): Promise<void> {
    await tx.query(
      `UPDATE mails SET status = 'sent', unreached = '{}', sealed_secret = NULL, settled_at = $2 WHERE id = $1`,
      [id, now],
    );
  }

  async markFailed(tx: Transaction, id: string, error: string, now: Date): Promise<void> {
    await tx.query(
      `UPDATE mails SET status = 'failed', error = $2, sealed_secret = NULL, settled_at = $3 WHERE id = $1`,
      [id, error, now],
    );
  }
}
