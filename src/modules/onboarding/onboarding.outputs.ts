import { ApiProperty } from '@nestjs/swagger';
import { Company } from '../companies';

class OnboardedCompanyOutput {
  @ApiProperty({ description: 'Id of the company.', example: 'comp_01HY7AB9C2DE3FG4HJ5KMNPQRS' })
  id: string;

  @ApiProperty({ description: 'Its participant id on the network.', example: '0009:FR86797978996' })
  peppolId: string;

  @ApiProperty({ description: 'Its VAT number.', example: 'FR86797978996' })
  vatNumber: string;

  @ApiProperty({ description: 'Its registered name.', example: 'ACME France SARL' })
  name: string;

  @ApiProperty({ description: 'ISO 3166, from the VAT number.', example: 'FR' })
  country: string;

  @ApiProperty({ description: 'Always `active` here.', example: 'active' })
  status: string;

  @ApiProperty({ description: 'Not yet: `company.smp_registered` follows.', example: false })
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
}

class TenantKeyOutput {
  @ApiProperty({ description: 'Id of the key.', example: 'key_01HY7AB9C2DE3FG4HJ5KMNPQRS' })
  id: string;

  @ApiProperty({
    description: 'The key itself. Shown this once.',
    example: 'flw_test_xyZ1dEf2GhI3jKl4MnO5pQr6StU7vW',
  })
  key: string;

  @ApiProperty({ description: 'Its first characters, to recognise it by.', example: 'flw_test_xyZ' })
  keyPrefix: string;

  @ApiProperty({ description: 'Its name.', example: 'tenant-acme' })
  name: string;

  @ApiProperty({ description: 'What it may do.', type: [String], example: ['send', 'receive'] })
  scopes: string[];
}

class TenantWebhookOutput {
  @ApiProperty({ description: 'Id of the webhook.', example: 'wh_01HY7AB9C2DE3FG4HJ5KMNPQRS' })
  id: string;

  @ApiProperty({
    description: 'Address that gets the deliveries.',
    example: 'https://yourplatform.com/hooks/flowie?tenant=t_acme',
  })
  url: string;

  @ApiProperty({ description: 'Always `active` here.', example: 'active' })
  status: string;

  @ApiProperty({
    description: 'Signs the deliveries. Shown this once.',
    example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  })
  secret: string;
}

export class OnboardedOutput {
  @ApiProperty({ description: 'The new company.' })
  company: OnboardedCompanyOutput;

  @ApiProperty({ description: 'When the request asked for a key.', required: false })
  apiKey?: TenantKeyOutput;

  @ApiProperty({ description: 'When the request asked for a webhook.', required: false })
  webhook?: TenantWebhookOutput;
}

/** The onboarding kit's shape, which is shorter than that of GET /companies. */
export function toOnboardedCompany(company: Company): OnboardedCompanyOutput {
  return {
    id: company.id,
    peppolId: company.peppolId,
    vatNumber: company.vatNumber,
    name: company.name,
    country: company.country,
    status: company.status,
    smpRegistered: company.smpStatus === 'registered',
    metadata: company.metadata,
    createdAt: company.createdAt.toISOString(),
  };
}
