import { Injectable } from '@nestjs/common';
import { Principal } from '../../core/auth/caller';
import { SessionVerifier } from '../../core/auth/ports';
import { Clock } from '../../core/clock/clock';
import { Settings } from '../../core/config/settings';
import { Transactions } from '../../core/database/transaction';
import { ApiError } from '../../core/http/api-error';
import { AccountsRepository } from './accounts.repository';
import { ExternalToken } from './external-token';
import { SessionToken } from './session-token';

interface Session {
  userId: string;
  email?: string;
  organizationIds: string[];
}

/** Verifies dashboard tokens, our own and the external issuer's. */
@Injectable()
export class DashboardSessions extends SessionVerifier {
  constructor(
    private readonly own: SessionToken,
    private readonly external: ExternalToken,
    private readonly repository: AccountsRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {
    super();
  }

  async verify(token: string, organizationId: string | undefined): Promise<Principal> {
    const isExternal = this.external.claimsToBe(token);
    const session = isExternal ? await this.externalSession(token) : await this.ownSession(token);
    const chosen = organizationId ?? session.organizationIds[0];
    if (!chosen || !session.organizationIds.includes(chosen)) throw new ApiError('ORGANIZATION_FORBIDDEN');
    if (isExternal) await this.adopt(chosen);
    return {
      kind: 'user',
      id: session.userId,
      organizationId: chosen,
      livemode: this.settings.DEFAULT_MODE === 'live',
      scopes: ['*'],
      email: session.email,
    };
  }

  /** Memberships are read at each request, so that removing one works at once. */
  private async ownSession(token: string): Promise<Session> {
    const { sub, email } = await this.own.verify(token);
    const memberships = await this.repository.memberships(sub);
    return { userId: sub, email, organizationIds: memberships.map(({ id }) => id) };
  }

  private async externalSession(token: string): Promise<Session> {
    const { sub, email, organizationIds } = await this.external.verify(token);
    return { userId: sub, email, organizationIds };
  }

  private async adopt(organizationId: string): Promise<void> {
    if (await this.repository.findOrganization(organizationId)) return;
    await this.transactions.run((tx) =>
      this.repository.adoptOrganization(tx, organizationId, this.clock.now()),
    );
  }
}
