import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DocumentFormat } from '../../core/companies/company-defaults.port';
import { Company, CompanyStatus, SmpStatus } from './company';

@Entity('companies')
export class CompanyEntity implements Company {
  @PrimaryColumn({ type: 'text', collation: 'C', primaryKeyConstraintName: 'pk_companies' })
  id: string;

  @Column({ type: 'text', name: 'organization_id', collation: 'C' })
  organizationId: string;

  @Column('boolean')
  livemode: boolean;

  @Column('text')
  name: string;

  @Column('text', { name: 'vat_number' })
  vatNumber: string;

  @Column('text')
  country: string;

  @Column('text', { name: 'peppol_id' })
  peppolId: string;

  @Column({ type: 'text', name: 'peppol_ids', array: true })
  peppolIds: string[];

  @Column({ type: 'text', name: 'additional_ids', array: true })
  additionalIds: string[];

  @Column('text')
  status: CompanyStatus;

  @Column('text', { name: 'smp_status' })
  smpStatus: SmpStatus;

  @Column({ type: 'timestamptz', name: 'smp_registered_at', precision: 3, nullable: true })
  smpRegisteredAt: Date | null;

  @Column({ type: 'text', name: 'smp_error_code', nullable: true })
  smpErrorCode: string | null;

  @Column({ type: 'text', name: 'smp_error_message', nullable: true })
  smpErrorMessage: string | null;

  @Column('json', { name: 'auto_compliance' })
  autoCompliance: Record<string, boolean>;

  @Column({ type: 'text', name: 'preferred_format', nullable: true })
  preferredFormat: DocumentFormat | null;

  /** `json`, not `jsonb`: keys stay in the order in which they were sent. */
  @Column('json')
  metadata: Record<string, unknown>;

  @Column({ type: 'timestamptz', name: 'created_at', precision: 3 })
  createdAt: Date;

  @Column({ type: 'timestamptz', name: 'updated_at', precision: 3 })
  updatedAt: Date;

  @Column({ type: 'timestamptz', name: 'deregistered_at', precision: 3, nullable: true })
  deregisteredAt: Date | null;
}
