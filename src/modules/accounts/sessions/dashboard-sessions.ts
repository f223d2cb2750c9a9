import { Injectable } from '@nestjs/common';
import { Principal } from '../../../core/auth/caller';
import { SessionVerifier } from '../../../core/auth/ports';
import { Role } from '../../../core/auth/roles';
import { Clock } from '../../../core/clock/clock';
import { Settings } from '../../../core/config/settings';
import { ApiError } from '../../../core/http/api-error';
import { Adoption } from '../external/adoption';
import { ExternalToken } from '../external/external-token';
import { SessionToken } from './session-token';
import { SessionsRepository } from './sessions.repository';

const useNotedEvery = 5 * 60_000;

interface Session {
  userId: string;
  email?: string;
  /** Of external users, whose address is kept nowhere else. */
  contactAddress?: string;
  sessionId?: string;
  memberships: Array<{ id: string; role: Role }>;
}

/** Verifies dashboard tokens, our own and the external issuer's. */
@Injectable()
export class DashboardSessions extends SessionVerifier {
  constructor(
    private readonly own: SessionToken,
    private readonly external: ExternalToken,
    private readonly sessions: SessionsRepository,
    private readonly adoption: Adoption,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {
    super();
  }

  async verify(token: string, organizationId: string | undefined): Promise<Principal> {
    const isExternal = this.external.claimsToBe(token);
    const session = isExternal ? await this.externalSession(token) : await this.ownSession(token);
    const { memberships, userId, email, sessionId } = session;
    const chosen = memberships.find(({ id }) => organizationId === undefined || id === organizationId);
    if (!chosen) throw new ApiError('ORGANIZATION_FORBIDDEN');
    if (isExternal) await this.adoption.note(chosen, userId, session.contactAddress);
    return {
      kind: 'user',
      id: userId,
      organizationId: chosen.id,
      livemode: this.settings.DEFAULT_MODE === 'live',
      scopes: ['*'],
      role: chosen.role,
      email,
      sessionId,
    };
  }

  /** The session and the memberships are read at each request, so that ending one works at once. */
  private async ownSession(token: string): Promise<Session> {
    if (this.settings.LOCAL_ACCOUNTS === 'off') throw new ApiError('INVALID_TOKEN');
    const { sid } = await this.own.verify(token);
    const now = this.clock.now();
    const row = await this.sessions.find(sid, now, new Date(now.getTime() - useNotedEvery));
    if (!row) throw new ApiError('INVALID_TOKEN');
    if (row.revoked_at) {
      throw new ApiError('REVOKED_KEY', { message: 'This session has been ended. Sign in again.' });
    }
    return { userId: row.user_id, email: row.email, sessionId: sid, memberships: row.memberships };
  }

  private async externalSession(token: string): Promise<Session> {
    const { sub, ...claims } = await this.external.verify(token);
    return { userId: sub, ...claims };
  }
}
