import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Role } from '../../core/auth/roles';
import { returning, Transaction } from '../../core/database/transaction';
import { InvitationEntity } from './invitation.entity';

export interface OpenInvitation {
  organization_id: string;
  email: string;
  role: Role;
}

@Injectable()
export class InvitationsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Takes the place of an earlier one to that address. */
  async replace(tx: Transaction, invitation: InvitationEntity): Promise<void> {
    const { organizationId, email } = invitation;
    await tx.delete(InvitationEntity, { organizationId, email });
    await tx.insert(InvitationEntity, invitation);
  }

  list(organizationId: string, before: string | undefined, limit: number): Promise<InvitationEntity[]> {
    const query = this.dataSource.manager
      .createQueryBuilder(InvitationEntity, 'invitation')
      .where('invitation.organizationId = :organizationId', { organizationId });
    if (before !== undefined) query.andWhere('invitation.id < :before', { before });
    return query.orderBy('invitation.id', 'DESC').limit(limit).getMany();
  }

  /** Whether it was there. */
  async withdraw(tx: Transaction, organizationId: string, id: string): Promise<boolean> {
    const { affected } = await tx.delete(InvitationEntity, { organizationId, id });
    return affected === 1;
  }

  async find(tokenHash: Buffer, now: Date): Promise<OpenInvitation | undefined> {
    const [row] = await this.dataSource.query<OpenInvitation[]>(
      `SELECT organization_id, email, role FROM invitations WHERE token_hash = $1 AND expires_at > $2`,
      [tokenHash, now],
    );
    return row;
  }

  /** Of several that accept at once, one gets it. */
  async take(tx: Transaction, tokenHash: Buffer, now: Date): Promise<OpenInvitation | undefined> {
    const [row] = await returning<OpenInvitation>(
      tx,
      `DELETE FROM invitations WHERE token_hash = $1 AND expires_at > $2 RETURNING organization_id, email, role`,
      [tokenHash, now],
    );
    return row;
  }
}
