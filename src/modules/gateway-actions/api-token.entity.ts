import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('gateway_api_tokens')
export class ApiTokenEntity {
  @PrimaryColumn({ type: 'text', collation: 'C', primaryKeyConstraintName: 'pk_gateway_api_tokens' })
  id: string;

  @Column({ type: 'text', name: 'organization_id', collation: 'C' })
  organizationId: string;

  @Column('text')
  name: string;

  /** Its first characters, by which people tell tokens apart. */
  @Column('text', { name: 'token_prefix' })
  tokenPrefix: string;

  /** SHA-256; the token itself is not kept. */
  @Column('bytea', { name: 'token_hash' })
  tokenHash: Buffer;

  @Column({ type: 'timestamptz', name: 'expires_at', precision: 3, nullable: true })
  expiresAt: Date | null;

  @Column({ type: 'timestamptz', name: 'revoked_at', precision: 3, nullable: true })
  revokedAt: Date | null;

  /** When it was last exchanged for a JWT. */
  @Column({ type: 'timestamptz', name: 'last_used_at', precision: 3, nullable: true })
  lastUsedAt: Date | null;

  @Column({ type: 'timestamptz', name: 'created_at', precision: 3 })
  createdAt: Date;
}
