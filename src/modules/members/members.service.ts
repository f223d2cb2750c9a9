import { Injectable } from '@nestjs/common';
import { FieldChange } from '../../core/audit/audit-change';
import { AuditLog } from '../../core/audit/audit-log';
import { Principal } from '../../core/auth/caller';
import { checkRole } from '../../core/auth/role-rule';
import { Role } from '../../core/auth/roles';
import { Transaction } from '../../core/database/transaction';
import { ApiError } from '../../core/http/api-error';
import { decodeCursor, Page, PageQuery, toPage } from '../../core/http/page';
import { OrganizationOutput, SessionsService } from '../accounts';
import { MemberOutput, toMemberOutput } from './member.outputs';
import { MemberRow, MembersRepository } from './members.repository';

/** Who belongs to an organization. Its row is locked for each change, so that of changes at once the last owner stays one. */
@Injectable()
export class MembersService {
  constructor(
    private readonly repository: MembersRepository,
    private readonly sessions: SessionsService,
    private readonly audit: AuditLog,
  ) {}

  async list(organizationId: string, { limit, cursor }: PageQuery): Promise<Page<MemberOutput>> {
    const [after] = decodeCursor(cursor, /^usr_\w{1,40}$/) ?? [];
    const rows = await this.repository.list(organizationId, after, limit + 1);
    return toPage(rows, limit, (row) => [row.user_id], toMemberOutput);
  }

  async changeRole(
    tx: Transaction,
    { organizationId }: Principal,
    userId: string,
    role: Role,
  ): Promise<MemberOutput> {
    const member = await this.lock(tx, organizationId, userId);
    if (role !== 'owner') await this.keepAnOwner(tx, organizationId, member);
    await this.repository.setRole(tx, organizationId, userId, role);
    await this.note(tx, 'member.role_changed', organizationId, member, [
      { field: 'role', from: member.role, to: role },
    ]);
    return toMemberOutput({ ...member, role });
  }

  /** Anyone may leave; owners may have others leave. Whoever did is signed out everywhere. */
  async remove(tx: Transaction, principal: Principal, userId: string): Promise<void> {
    const { organizationId } = principal;
    if (userId !== principal.id) checkRole(principal, 'owner');
    const member = await this.lock(tx, organizationId, userId);
    await this.keepAnOwner(tx, organizationId, member);
    // While the user is a member still: the sessions of others are out of reach.
    await this.sessions.endAll(tx, userId);
    await this.repository.remove(tx, organizationId, userId);
    await this.note(tx, 'member.removed', organizationId, member, [
      { field: 'role', from: member.role, to: null },
    ]);
  }

  async rename(tx: Transaction, { organizationId }: Principal, name: string): Promise<OrganizationOutput> {
    const organization = await this.repository.lockOrganization(tx, organizationId);
    await this.repository.rename(tx, organizationId, name.trim());
    const changes = [{ field: 'name', from: organization!.name, to: name.trim() }];
    await this.audit.append(tx, {
      action: 'organization.renamed',
      subject: { type: 'organization', id: organizationId },
      changes,
      owner: { organizationId, livemode: null },
    });
    return { ...organization!, name: name.trim() };
  }

  private note(
    tx: Transaction,
    action: string,
    organizationId: string,
    { user_id: id, email }: MemberRow,
    changes: FieldChange[],
  ): Promise<void> {
    const named = [{ field: 'email', from: email, to: email }, ...changes];
    const owner = { organizationId, livemode: null };
    return this.audit.append(tx, { action, subject: { type: 'user', id }, changes: named, owner });
  }

  private async lock(tx: Transaction, organizationId: string, userId: string): Promise<MemberRow> {
    await this.repository.lockOrganization(tx, organizationId);
    const member = await this.repository.find(tx, organizationId, userId);
    if (!member) throw new ApiError('MEMBER_NOT_FOUND');
    return member;
  }

  private async keepAnOwner(tx: Transaction, organizationId: string, { role }: MemberRow): Promise<void> {
    if (role !== 'owner' || (await this.repository.countOwners(tx, organizationId)) > 1) return;
    throw new ApiError('LAST_OWNER');
  }
}
