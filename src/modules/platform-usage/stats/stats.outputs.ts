import { ApiProperty } from '@nestjs/swagger';
import { UsagePeriodOutput } from '../usage.outputs';

const number = (description: string, example: number) => ({ description, example });
const numberOrNull = (description: string, example: number) => ({
  description,
  example,
  type: Number,
  nullable: true as const,
});

class DocumentStatsOutput {
  @ApiProperty(number('Handed off in the period and not failed since, as in GET /platform/usage.', 4203))
  sent: number;

  @ApiProperty(number('Received in the period.', 5012))
  received: number;

  @ApiProperty(
    number('Made in the period, and failed as things stand: one that is sent again is not among them.', 17),
  )
  failed: number;

  @ApiProperty(
    numberOrNull('Sent ones among those sent and failed, from 0 to 1; null when there are none.', 0.996),
  )
  successRate: number | null;
}

class TypeStatsOutput {
  @ApiProperty({ description: 'What kind of document.', example: 'invoice' })
  type: string;

  @ApiProperty(number('Sent ones, whatever became of them.', 4100))
  outgoing: number;

  @ApiProperty(number('Received ones.', 4900))
  incoming: number;
}

export class QuotaOutput {
  @ApiProperty({
    description: 'The plan; null when there is none.',
    type: String,
    nullable: true,
    example: 'business',
  })
  plan: string | null;

  @ApiProperty(
    numberOrNull('Documents that may be sent in the calendar month; null for as many as one likes.', 5000),
  )
  limit: number | null;

  @ApiProperty(
    number('Documents that count: accepted to be sent, and not failed. Received ones do not.', 4210),
  )
  used: number;

  @ApiProperty(numberOrNull('What is left.', 790))
  remaining: number | null;

  @ApiProperty(numberOrNull('What is used, in percent and rounded down. Above 80 `quota.warning` fires.', 84))
  percent: number | null;

  @ApiProperty({
    description: 'When the count starts anew.',
    format: 'date-time',
    example: '2026-05-01T00:00:00.000Z',
  })
  resetsAt: string;

  @ApiProperty({
    description:
      'Whether more than the limit is refused with QUOTA_EXCEEDED; otherwise there are warnings only.',
    example: true,
  })
  hard: boolean;
}

const counts = (description: string, example: Record<string, number>) => ({
  description,
  type: 'object' as const,
  additionalProperties: { type: 'integer' as const },
  example,
});

export class StatsOutput {
  @ApiProperty({ description: 'What was counted over.' })
  period: UsagePeriodOutput;

  @ApiProperty({ description: 'Whose figures these are.', example: 'comp_01HY7AB9C2DE3FG4HJ5KMNPQRS' })
  companyId: string;

  @ApiProperty({ description: 'How many documents went which way.' })
  documents: DocumentStatsOutput;

  @ApiProperty(number('Reports that tax authorities accepted in the period.', 3801))
  complianceReports: number;

  @ApiProperty({ description: 'Documents made in the period, by type.', type: [TypeStatsOutput] })
  byType: TypeStatsOutput[];

  @ApiProperty(counts('The same by status.', { sent: 4203, received: 5012, failed: 17 }))
  byStatus: Record<string, number>;

  @ApiProperty(counts('The same by lifecycle status.', { deposited: 4203, received: 4800, approved: 212 }))
  byLifecycleStatus: Record<string, number>;

  @ApiProperty({
    description: 'How far the company is with the documents of the running month, whatever the period.',
  })
  quota: QuotaOutput;

  @ApiProperty({
    description: 'The same of your whole organization; absent for tenant keys.',
    type: QuotaOutput,
    required: false,
  })
  organizationQuota?: QuotaOutput;
}
