import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Transaction } from '../../core/database/transaction';
import { WebhookStatus } from './webhook.entity';

export interface StatusChange {
  status: WebhookStatus;
  /** `system`, or the id of the key or user that did it. */
  changedBy: string;
  reason: string | null;
  changedAt: Date;
}

const shown = 100;

/** Who made a webhook active, paused or disabled, when and why. */
@Injectable()
export class WebhookHistory {
  constructor(private readonly dataSource: DataSource) {}

  async record(tx: Transaction, webhookId: string, change: StatusChange): Promise<void> {
    await tx.query(
      `INSERT INTO webhook_status_changes (webhook_id, status, changed_by, reason, changed_at) VALUES ($1, $2, $3, $4, $5)`,
      [webhookId, change.status, change.changedBy, change.reason, change.changedAt],
    );
  }

  /** Newest first. */
  async list(webhookId: string): Promise<StatusChange[]> {
    return this.dataSource.query(
      `SELECT status, changed_by AS "changedBy", reason, changed_at AS "changedAt" FROM webhook_status_changes
       WHERE webhook_id = $1 ORDER BY id DESC LIMIT ${shown}`,
      [webhookId],
    );
  }
}
