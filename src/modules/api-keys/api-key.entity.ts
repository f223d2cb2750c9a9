import { Column, Entity, PrimaryColumn } from 'typeorm';
import { KeyType, Scope } from '../../core/auth/scopes';

@Entity('api_keys')
export class ApiKeyEntity {
  @PrimaryColumn({ type: 'text', collation: 'C', primaryKeyConstraintName: 'pk_api_keys' })
  id: string;

  @Column({ type: 'text', name: 'organization_id', collation: 'C' })
  organizationId: string;

  @Column('boolean')
  livemode: boolean;

  /** The company that a personal key acts for; null for the other types. */
  @Column({ type: 'text', name: 'company_id', collation: 'C', nullable: true })
  companyId: string | null;

  @Column('text', { name: 'key_type' })
  keyType: KeyType;

  @Column('text')
  name: string;

  @Column('text', { name: 'key_prefix' })
  keyPrefix: string;

  /** SHA-256 of the key, which itself is nowhere. */
  @Column('bytea', { name: 'key_hash' })
  keyHash: Buffer;

  @Column({ type: 'text', array: true })
  scopes: Scope[];

  @Column({ type: 'timestamptz', name: 'expires_at', precision: 3, nullable: true })
  expiresAt: Date | null;

  @Column({ type: 'timestamptz', name: 'revoked_at', precision: 3, nullable: true })
  revokedAt: Date | null;

  /** To the minute. */
  @Column({ type: 'timestamptz', name: 'last_used_at', precision: 3, nullable: true })
  lastUsedAt: Date | null;

  @Column({ type: 'timestamptz', name: 'created_at', precision: 3 })
  createdAt: Date;
}
