import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../../core/audit/audit-log';
import { Principal } from '../../../core/auth/caller';
import { Clock } from '../../../core/clock/clock';
import { newIdentifier } from '../../../core/crypto/identifiers';
import { Transaction } from '../../../core/database/transaction';
import { ApiError } from '../../../core/http/api-error';
import { Client } from './client';
import { SessionListOutput, toSessionOutput } from './session.outputs';
import { sessionSeconds } from './session-token';
import { SessionsRepository } from './sessions.repository';

const listed = 100;
const longestUserAgent = 300;

/** Where people are signed in. Looked up at every request, so that ending one works at once in every process. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly repository: SessionsRepository,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** A new session of the user; its id. */
  async open(tx: Transaction, userId: string, { ip, userAgent }: Client): Promise<string> {
    const id = newIdentifier('ses');
    const createdAt = this.clock.now();
    const expiresAt = new Date(createdAt.getTime() + sessionSeconds * 1_000);
    const times = { createdAt, lastSeenAt: createdAt, expiresAt, revokedAt: null };
    await this.repository.insert(tx, {
      id,
      userId,
      ...times,
      ip,
      userAgent: userAgent.slice(0, longestUserAgent),
    });
    return id;
  }

  async list({ id, sessionId }: Principal): Promise<SessionListOutput> {
    const rows = await this.repository.listOpen(id, this.clock.now(), listed);
    return { data: rows.map((row) => toSessionOutput(row, row.id === sessionId)) };
  }

  /** A repeat changes nothing. */
  async end(tx: Transaction, { id: userId, organizationId }: Principal, id: string): Promise<void> {
    if (!(await this.repository.revoke(tx, userId, id, this.clock.now())))
      throw new ApiError('SESSION_NOT_FOUND');
    await this.audit.append(tx, {
      action: 'session.ended',
      subject: { type: 'session', id },
      owner: { organizationId, livemode: null },
    });
  }

  /** Signs the user out everywhere, perhaps but for one session. */
  endAll(tx: Transaction, userId: string, exceptId?: string): Promise<void> {
    return this.repository.revokeAll(tx, userId, this.clock.now(), exceptId);
  }
}
