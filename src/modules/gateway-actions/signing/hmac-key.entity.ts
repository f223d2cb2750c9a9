import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('gateway_hmac_keys')
export class HmacKeyEntity {
  @PrimaryColumn({ type: 'text', collation: 'C', primaryKeyConstraintName: 'pk_gateway_hmac_keys' })
  id: string;

  @Column({ type: 'text', name: 'organization_id', collation: 'C' })
  organizationId: string;

  @Column('text')
  name: string;

  /** Its first characters, by which people tell keys apart. */
  @Column('text', { name: 'key_prefix' })
  keyPrefix: string;

  /** Erased when the key is revoked. */
  @Column('bytea', { name: 'sealed_key', nullable: true })
  sealedKey: Buffer | null;

  @Column({ type: 'timestamptz', name: 'revoked_at', precision: 3, nullable: true })
  revokedAt: Date | null;

  @Column({ type: 'timestamptz', name: 'created_at', precision: 3 })
  createdAt: Date;
}
