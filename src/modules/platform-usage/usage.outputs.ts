import { ApiProperty } from '@nestjs/swagger';

const corrections = {
  description:
    'With `include=corrections`: documents handed off in the period that failed later, and so are no longer among those sent.',
  example: 12,
};

export class UsagePeriodOutput {
  @ApiProperty({ description: 'First day.', format: 'date', example: '2026-04-01' })
  start: string;

  @ApiProperty({ description: 'Last day, inclusive.', format: 'date', example: '2026-04-30' })
  end: string;
}

class UsageTotalOutput {
  @ApiProperty({
    description: "Documents handed off to the recipient's access point that have not failed since.",
    example: 18420,
  })
  documentsSent: number;

  @ApiProperty({ description: 'Documents received.', example: 22100 })
  documentsReceived: number;

  @ApiProperty({ ...corrections, required: false })
  corrections?: number;
}

class CompanyUsageOutput {
  @ApiProperty({ description: 'The managed company.', example: 'comp_01HY7AB9C2DE3FG4HJ5KMNPQRS' })
  companyId: string;

  @ApiProperty({
    description: '`tenantId` of its metadata.',
    type: String,
    nullable: true,
    example: 't_acme',
  })
  tenantId: string | null;

  @ApiProperty({ description: 'Documents sent.', example: 4203 })
  sent: number;

  @ApiProperty({ description: 'Documents received.', example: 5012 })
  received: number;

  @ApiProperty({ description: 'Reports made to tax authorities.', example: 3801 })
  complianceReports: number;

  @ApiProperty({ ...corrections, required: false })
  corrections?: number;
}

export class UsageOutput {
  @ApiProperty({ description: 'What was counted over.' })
  period: UsagePeriodOutput;

  @ApiProperty({ description: 'Over all companies.' })
  total: UsageTotalOutput;

  @ApiProperty({
    description:
      'Each company that had usage in the period, and with zeros each other one that was there during it.',
    type: [CompanyUsageOutput],
    required: false,
  })
  byCompany?: CompanyUsageOutput[];
}
