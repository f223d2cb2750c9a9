import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('gateway_actions')
export class ActionEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'pk_gateway_actions' })
  id: string;

  @Column({ type: 'text', name: 'organization_id', collation: 'C' })
  organizationId: string;

  /** Unique within the organization. */
  @Column({ type: 'text', collation: 'C' })
  name: string;

  @Column('text')
  description: string;

  @Column('text', { name: 'webhook_url' })
  webhookUrl: string;

  /** Of `json`, not `jsonb`, so that it is shown as it was written. */
  @Column('json', { name: 'json_schema' })
  jsonSchema: object;

  @Column({ type: 'timestamptz', name: 'created_at', precision: 3 })
  createdAt: Date;

  @Column({ type: 'timestamptz', name: 'updated_at', precision: 3 })
  updatedAt: Date;
}
