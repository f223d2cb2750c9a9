import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Role } from '../../core/auth/roles';

@Entity('invitations')
export class InvitationEntity {
  @PrimaryColumn({ type: 'text', collation: 'C', primaryKeyConstraintName: 'pk_invitations' })
  id: string;

  @Column({ type: 'text', name: 'organization_id', collation: 'C' })
  organizationId: string;

  /** In lower case. */
  @Column('text')
  email: string;

  @Column('text')
  role: Role;

  @Column('bytea', { name: 'token_hash' })
  tokenHash: Buffer;

  /** Id of the user who did; an external issuer's may be unknown here. */
  @Column('text', { name: 'invited_by' })
  invitedBy: string;

  @Column({ type: 'timestamptz', name: 'created_at', precision: 3 })
  createdAt: Date;

  @Column({ type: 'timestamptz', name: 'expires_at', precision: 3 })
  expiresAt: Date;
}
