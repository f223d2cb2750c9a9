import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Role } from '../../core/auth/roles';

@Entity('organizations')
export class OrganizationEntity {
  @PrimaryColumn({ type: 'text', collation: 'C', primaryKeyConstraintName: 'pk_organizations' })
  id: string;

  @Column('text')
  name: string;

  /** What it has paid for, such as `white_label`. */
  @Column({ type: 'text', array: true, default: '{}' })
  entitlements: string[];

  @Column({ type: 'timestamptz', name: 'created_at', precision: 3 })
  createdAt: Date;
}

@Entity('users')
export class UserEntity {
  @PrimaryColumn({ type: 'text', collation: 'C', primaryKeyConstraintName: 'pk_users' })
  id: string;

  /** In lower case. */
  @Column('text')
  email: string;

  @Column('text', { name: 'password_hash' })
  passwordHash: string;

  @Column('text', { nullable: true })
  name: string | null;

  @Column({ type: 'timestamptz', name: 'created_at', precision: 3 })
  createdAt: Date;
}

@Entity('memberships')
export class MembershipEntity {
  @PrimaryColumn({
    type: 'text',
    name: 'user_id',
    collation: 'C',
    primaryKeyConstraintName: 'pk_memberships',
  })
  userId: string;

  @PrimaryColumn({
    type: 'text',
    name: 'organization_id',
    collation: 'C',
    primaryKeyConstraintName: 'pk_memberships',
  })
  organizationId: string;

  @Column('text')
  role: Role;

  @Column({ type: 'timestamptz', name: 'joined_at', precision: 3 })
  joinedAt: Date;
}
