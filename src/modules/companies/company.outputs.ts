import { ApiProperty } from '@nestjs/swagger';
import { PageOutput } from '../../core/http/page';
import { Company, companyStatuses } from './company';

const id = { description: 'Id of the company.', example: 'comp_01HY7AB9C2DE3FG4HJ5KMNPQRS' };

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

export class CompanyPageOutput extends PageOutput {
  @ApiProperty({ description: 'Newest first.', type: [CompanyOutput] })
  data: CompanyOutput[];
}

export function toCompanyOutput(company: Company): CompanyOutput {
  return {
    id: company.id,
    peppolId: company.peppolId,
    peppolIds: company.peppolIds,
    vatNumber: company.vatNumber,
    name: company.name,
    country: company.country,
    status: company.status,
    smpRegistered: company.smpStatus === 'registered',
    metadata: company.metadata,
    createdAt: company.createdAt.toISOString(),
    updatedAt: company.updatedAt.toISOString(),
  };
}
