import { ApiProperty } from '@nestjs/swagger';
import { Tenancy } from '../../core/auth/caller';
import { Transaction } from '../../core/database/transaction';

export const customDomainStatuses = ['pending_dns', 'issuing', 'active', 'failed'] as const;

export type CustomDomainStatus = (typeof customDomainStatuses)[number];

/** A record that whoever owns the domain must create at their name server. */
export class DnsRecordOutput {
  @ApiProperty({ description: 'Type of the record.', enum: ['CNAME', 'TXT'], example: 'CNAME' })
  type: 'CNAME' | 'TXT';

  @ApiProperty({ description: 'Its whole name.', example: 'peppol.acme.com' })
  name: string;

  @ApiProperty({ description: 'What it must say.', example: 'exchange.example.com' })
  value: string;

  @ApiProperty({
    description:
      'What it is for: `routing` leads visitors here, `ownership` proves that the domain is yours.',
    enum: ['routing', 'ownership'],
    example: 'routing',
  })
  purpose: 'routing' | 'ownership';
}

export class DomainCertificateOutput {
  @ApiProperty({ description: 'Who signed it.', example: "Let's Encrypt R11" })
  issuer: string;

  @ApiProperty({
    description: 'When it ends.',
    format: 'date-time',
    example: '2026-07-24T10:00:00.000Z',
  })
  notAfter: string;

  @ApiProperty({
    description: 'When it is renewed, without anything for you to do.',
    format: 'date-time',
    example: '2026-06-24T10:00:00.000Z',
  })
  renewsAfter: string;
}

export class CustomDomainOutput {
  @ApiProperty({ description: 'The host name.', example: 'peppol.acme.com' })
  hostname: string;

  @ApiProperty({
    description:
      '`pending_dns`: the records below are not seen yet. `issuing`: they are, and the certificate is on its way. `active`: served with TLS. `failed`: `errorMessage` says what to do.',
    enum: customDomainStatuses,
    example: 'pending_dns',
  })
  status: CustomDomainStatus;

  @ApiProperty({ description: 'DNS records that must be there, also later.', type: [DnsRecordOutput] })
  dnsRecords: DnsRecordOutput[];

  @ApiProperty({
    description: 'What is wrong; null when nothing is.',
    type: String,
    nullable: true,
    example: null,
  })
  errorCode: string | null;

  @ApiProperty({ description: 'The same in words.', type: String, nullable: true, example: null })
  errorMessage: string | null;

  @ApiProperty({ description: 'Null until there is one.', type: DomainCertificateOutput, nullable: true })
  certificate: DomainCertificateOutput | null;

  @ApiProperty({
    description: 'When the records were last looked for; null before the first time.',
    format: 'date-time',
    type: String,
    nullable: true,
    example: '2026-04-25T10:05:00.000Z',
  })
  checkedAt: string | null;
}

/** The domain under which an organization's tenants see us. Provided by modules/custom-domains. */
export abstract class CustomDomains {
  /** What became of the organization's domain; null when it has none. */
  abstract describe(tenancy: Tenancy): Promise<CustomDomainOutput | null>;

  /** Chooses another one, or none. Throws ApiError with the field `customDomain` when the name cannot be used. */
  abstract choose(
    tx: Transaction,
    tenancy: Tenancy,
    hostname: string | null,
  ): Promise<CustomDomainOutput | null>;
}
