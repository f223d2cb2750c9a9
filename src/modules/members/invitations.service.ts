import { Injectable } from '@nestjs/common';
import { fieldChanges } from '../../core/audit/audit-change';
import { AuditLog } from '../../core/audit/audit-log';
import { Principal } from '../../core/auth/caller';
import { Appearances } from '../../core/branding/appearance';
import { Clock } from '../../core/clock/clock';
import { newIdentifier } from '../../core/crypto/identifiers';
import { Transaction } from '../../core/database/transaction';
import { ApiError } from '../../core/http/api-error';
import { decodeCursor, Page, PageQuery, toPage } from '../../core/http/page';
import { MailService } from '../../core/mail/mail.service';
import { oneLine } from '../../core/mail/message';
import { AccountsService, newSecretToken, normalizeEmail } from '../accounts';
import { InvitationEntity } from './invitation.entity';
import { InvitationsRepository } from './invitations.repository';
import { InviteInput } from './member.inputs';
import { InvitationOutput, toInvitationOutput } from './member.outputs';
import { MembersRepository } from './members.repository';

const lifetimeMilliseconds = 7 * 24 * 60 * 60_000;

/** How owners ask people to join. The token goes out by mail alone, which proves whose the address is. */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly repository: InvitationsRepository,
    private readonly members: MembersRepository,
    private readonly accounts: AccountsService,
    private readonly mails: MailService,
    private readonly appearances: Appearances,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async invite(tx: Transaction, principal: Principal, input: InviteInput): Promise<InvitationOutput> {
    const { organizationId } = principal;
    const email = normalizeEmail(input.email);
    // Locked, so that of two invitations at once the second one replaces the first.
    const organization = await this.members.lockOrganization(tx, organizationId);
    const user = await this.accounts.findUser(email, tx);
    if (user && (await this.members.find(tx, organizationId, user.id))) throw new ApiError('MEMBER_EXISTS');
    const { token, tokenHash } = newSecretToken();
    const createdAt = this.clock.now();
    const invitation: InvitationEntity = {
      id: newIdentifier('inv'),
      organizationId,
      email,
      role: input.role,
      tokenHash,
      invitedBy: principal.id,
      createdAt,
      expiresAt: new Date(createdAt.getTime() + lifetimeMilliseconds),
    };
    await this.repository.replace(tx, invitation);
    await this.send(tx, principal, invitation, organization!.name, token);
    await this.audit.append(tx, {
      action: 'invitation.created',
      subject: { type: 'invitation', id: invitation.id },
      changes: fieldChanges({}, { email, role: input.role }),
      owner: { organizationId, livemode: null },
    });
    return toInvitationOutput(invitation);
  }

  async list(organizationId: string, { limit, cursor }: PageQuery): Promise<Page<InvitationOutput>> {
    const [before] = decodeCursor(cursor, /^inv_\w{1,40}$/) ?? [];
    const rows = await this.repository.list(organizationId, before, limit + 1);
    return toPage(rows, limit, (row) => [row.id], toInvitationOutput);
  }

  async withdraw(tx: Transaction, { organizationId }: Principal, id: string): Promise<void> {
    if (!(await this.repository.withdraw(tx, organizationId, id))) throw new ApiError('INVITATION_NOT_FOUND');
    await this.audit.append(tx, {
      action: 'invitation.withdrawn',
      subject: { type: 'invitation', id },
      owner: { organizationId, livemode: null },
    });
  }

  private async send(
    tx: Transaction,
    { organizationId, livemode, email: inviter }: Principal,
    { email, role, expiresAt }: InvitationEntity,
    organizationName: string,
    token: string,
  ): Promise<void> {
    const product = await this.appearances.of(tx, organizationId);
    const name = oneLine(organizationName);
    const text = [
      `${inviter ?? 'An owner'} invites you to join ${name} on ${product.name}, as ${role}.`,
      `Accept here, until ${expiresAt.toISOString().slice(0, 10)}; the link works once:`,
      `${product.url}/account/invitation#{secret}`,
      'If you do not know what this is about, do nothing.',
    ].join('\n\n');
    const subject = `Join ${name} on ${product.name}`;
    await this.mails.enqueue(tx, { organizationId, livemode, to: [email], subject, text, secret: token });
  }
}
