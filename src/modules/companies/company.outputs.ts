import { ApiProperty } from '@nestjs/swagger';
import { DocumentFormat, documentFormats } from '../../core/companies/company-defaults.port';
import { PageOutput } from '../../core/http/page';
import { ParticipantIdentifier, toIdentifiers } from './additional-identifiers';
import { EffectiveSettings } from './effective-settings';
import { CompanySettingsOutput } from './company-settings.outputs';
import { Company, companyStatuses, smpStatuses } from './company';

const id = { description: 'Id of the company.', example: 'comp_01HY7AB9C2DE3FG4HJ5KMNPQRS' };

class ParticipantIdentifierOutput implements ParticipantIdentifier {
  @ApiProperty({ description: "Code of Peppol's list of schemes.", example: '0009' })
  scheme: string;

  @ApiProperty({ description: 'The id in that scheme.', example: '79797899600015' })
  value: string;
}

class SmpOutput {
  @ApiProperty({
    description:
      'How far its entry in the directory is. `removing`: deregistered, and the directory has not confirmed yet.',
    enum: smpStatuses,
    example: 'registered',
  })
  status: string;

  @ApiProperty({
    description: 'Why the last registration, change or removal failed; null when it did not.',
    type: String,
    nullable: true,
    example: 'PARTICIPANT_REGISTERED_ELSEWHERE',
  })
  errorCode: string | null;

  @ApiProperty({
    description: 'The same in words.',
    type: String,
    nullable: true,
    example: '0225:797978996 is registered with another provider: Example PA.',
  })
  errorMessage: string | null;

  @ApiProperty({
    description: 'When it first got into the directory.',
    format: 'date-time',
    type: String,
    nullable: true,
    example: '2026-04-25T10:00:02.000Z',
  })
  registeredAt: string | null;
}

export class CompanyOutput {
  @ApiProperty(id)
  id: string;

  @ApiProperty({ description: 'Its participant id on the network.', example: '0009:FR86797978996' })
  peppolId: string;

  @ApiProperty({
    description: 'Every id it can be addressed with.',
    type: [String],
    example: ['0009:FR86797978996', '0225:797978996', '0002:797978996', '9957:FR86797978996'],
  })
  peppolIds: string[];

  @ApiProperty({ description: 'Its VAT number.', example: 'FR86797978996' })
  vatNumber: string;

  @ApiProperty({ description: 'Its registered name.', example: 'ACME France SARL' })
  name: string;

  @ApiProperty({ description: 'ISO 3166, from the VAT number.', example: 'FR' })
  country: string;

  @ApiProperty({
    description: 'A deregistered company sends and receives no more; its history stays readable.',
    enum: companyStatuses,
    example: 'active',
  })
  status: string;

  @ApiProperty({
    description: 'Whether it is in the directory of the network, which takes a moment.',
    example: false,
  })
  smpRegistered: boolean;

  @ApiProperty({ description: 'More of its entry in the directory.' })
  smp: SmpOutput;

  @ApiProperty({ description: 'Ids that were given by hand.', type: [ParticipantIdentifierOutput] })
  additionalIdentifiers: ParticipantIdentifierOutput[];

  @ApiProperty({
    description:
      'What it says itself, by country: whether we report to its tax authority unasked. What is absent follows the settings of the platform.',
    type: 'object',
    additionalProperties: { type: 'boolean' },
    example: { FR: true },
  })
  autoCompliance: Record<string, boolean>;

  @ApiProperty({
    description:
      'The format of documents that it has chosen itself; null follows the settings of the platform.',
    type: String,
    enum: documentFormats,
    nullable: true,
    example: null,
  })
  preferredFormat: DocumentFormat | null;

  @ApiProperty({ description: 'What holds for it, and who says so.' })
  settings: CompanySettingsOutput;

  @ApiProperty({
    description: 'Your own data.',
    type: 'object',
    additionalProperties: true,
    example: { tenantId: 't_acme', tier: 'premium' },
  })
  metadata: Record<string, unknown>;

  @ApiProperty({ description: 'When it was made.', format: 'date-time', example: '2026-04-25T10:00:00.000Z' })
  createdAt: string;

  @ApiProperty({
    description: 'When it last changed.',
    format: 'date-time',
    example: '2026-04-25T10:00:00.000Z',
  })
  updatedAt: string;
}

export class DeregisteredCompanyOutput {
  @ApiProperty(id)
  id: string;

  @ApiProperty({ description: 'Always `deregistered`.', enum: ['deregistered'], example: 'deregistered' })
  status: 'deregistered';
}

export class MigrationOutput {
  @ApiProperty({ description: 'What the other provider needs.', example: 'mig-7Hk2Lq9' })
  migrationKey: string;

  @ApiProperty({
    description: 'What to do with it.',
    example: 'Give this key to the provider that takes the company over.',
  })
  message: string;
}

export class CompanyPageOutput extends PageOutput {
  @ApiProperty({ description: 'Newest first.', type: [CompanyOutput] })
  data: CompanyOutput[];
}

export function toCompanyOutput(company: Company, settings: EffectiveSettings): CompanyOutput {
  return {
    id: company.id,
    peppolId: company.peppolId,
    peppolIds: company.peppolIds,
    vatNumber: company.vatNumber,
    name: company.name,
    country: company.country,
    status: company.status,
    smpRegistered: company.smpStatus === 'registered',
    smp: {
      status: company.smpStatus,
      errorCode: company.smpErrorCode,
      errorMessage: company.smpErrorMessage,
      registeredAt: company.smpRegisteredAt?.toISOString() ?? null,
    },
    additionalIdentifiers: toIdentifiers(company.additionalIds),
    autoCompliance: company.autoCompliance,
    preferredFormat: company.preferredFormat,
    settings,
    metadata: company.metadata,
    createdAt: company.createdAt.toISOString(),
    updatedAt: company.updatedAt.toISOString(),
  };
}
