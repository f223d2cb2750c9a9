import { ApiProperty } from '@nestjs/swagger';
import { PartState } from '../../core/health/readiness';
import { QuotaBurn } from '../../core/observability/quota-standing.port';
import { ComplianceFailuresRow, FailingWebhookRow, heldCounted } from './incidents.repository';
import { TenantHealthPageOutput } from './tenant-health.output';

export { toTenantOutput } from './tenant-health.output';

const instant = { format: 'date-time', example: '2026-04-25T10:00:00.000Z' } as const;

class ComplianceFailuresOutput {
  @ApiProperty({ description: 'Country of the companies, ISO 3166.', example: 'FR' })
  country: string;

  @ApiProperty({ description: 'Who was reported to.', example: 'PPF' })
  authority: string;

  @ApiProperty({ description: '`compliance.reported.failed` within the 24 hours.', example: 3 })
  failedLast24Hours: number;

  @ApiProperty({ description: 'The same since `since`.', example: 41 })
  failedSince: number;

  @ApiProperty({
    description: '`complianceSince` of the request, or where the 24 hours begin.',
    ...instant,
  })
  since: string;
}

class FailingWebhookOutput {
  @ApiProperty({ description: 'Id of the webhook.', example: 'wh_01HY7AB9C2DE3FG4HJ5KMNPQRS' })
  id: string;

  @ApiProperty({
    description: "The company it is of; null: the organization's own.",
    type: String,
    nullable: true,
    example: 'comp_01HY7AB9C2DE3FG4HJ5KMNPQRS',
  })
  companyId: string | null;

  @ApiProperty({ description: 'Where it delivers to.', example: 'https://yourplatform.com/hooks/flowie' })
  url: string;

  @ApiProperty({
    description: 'Disabled ones are not listed: they are so by wish.',
    enum: ['active', 'paused'],
    example: 'paused',
  })
  status: string;

  @ApiProperty({ description: 'Failed attempts in a row.', example: 8 })
  failureCount: number;

  @ApiProperty({
    description: 'How the last attempt failed, or why it is paused.',
    type: String,
    nullable: true,
    example: 'HTTP 503',
  })
  lastError: string | null;

  @ApiProperty({ description: `Deliveries that wait for it; counted up to ${heldCounted}.`, example: 12 })
  heldDeliveries: number;

  @ApiProperty({
    description: 'Since when the oldest of them waits.',
    type: String,
    nullable: true,
    ...instant,
  })
  oldestHeldAt: string | null;
}

class FailingWebhooksOutput {
  @ApiProperty({ description: 'How many there are.', example: 1 })
  total: number;

  @ApiProperty({ description: 'The hundred worst: paused ones first.', type: [FailingWebhookOutput] })
  data: FailingWebhookOutput[];
}

class QuotaBurnOutput {
  @ApiProperty({
    description: 'Whose quota; null: of the organization as a whole.',
    type: String,
    nullable: true,
    example: 'comp_01HY7AB9C2DE3FG4HJ5KMNPQRS',
  })
  companyId: string | null;

  @ApiProperty({ description: 'How much of it is used.', example: 84 })
  percent: number;
}

class UpstreamsOutput {
  @ApiProperty({
    description:
      '`degraded` while a service that we depend on is not called, since it failed again and again.',
    enum: ['up', 'degraded', 'unknown'],
    example: 'up',
  })
  status: string;

  @ApiProperty({
    description: 'The circuit breaker of each that was called, in the process that answers: closed is good.',
    type: 'object',
    additionalProperties: { type: 'string', enum: ['closed', 'half_open', 'open'] },
    example: { 'access point': 'closed' },
  })
  circuits: Record<string, string>;
}

export class PlatformHealthOutput {
  @ApiProperty({ description: 'When this was read.', ...instant })
  asOf: string;

  @ApiProperty({
    description: 'Where the 24 hours begin: on a quarter of an hour.',
    format: 'date-time',
    example: '2026-04-24T10:00:00.000Z',
  })
  since: string;

  @ApiProperty({ description: 'Documents by tenant over 24 hours.' })
  tenants: TenantHealthPageOutput;

  @ApiProperty({
    description: 'Failed reports to tax authorities, by country.',
    type: [ComplianceFailuresOutput],
  })
  compliance: ComplianceFailuresOutput[];

  @ApiProperty({ description: 'Webhooks whose receiver fails, and paused ones.' })
  webhooks: FailingWebhooksOutput;

  @ApiProperty({ description: 'Quotas of which 80 percent or more are used.', type: [QuotaBurnOutput] })
  quotas: QuotaBurnOutput[];

  @ApiProperty({ description: 'The services that we depend on.' })
  upstreams: UpstreamsOutput;
}

export function toComplianceOutput(row: ComplianceFailuresRow, since: Date): ComplianceFailuresOutput {
  const { country, authority, lately, since: failedSince } = row;
  return { country, authority, failedLast24Hours: lately, failedSince, since: since.toISOString() };
}

export function toWebhookOutput(row: FailingWebhookRow): FailingWebhookOutput {
  return {
    id: row.id,
    companyId: row.company_id,
    url: row.url,
    status: row.status,
    failureCount: row.failure_count,
    lastError: row.last_error,
    heldDeliveries: row.held,
    oldestHeldAt: row.oldest_held_at?.toISOString() ?? null,
  };
}

export function toQuotaOutput({ companyId, percent }: QuotaBurn): QuotaBurnOutput {
  return { companyId: companyId ?? null, percent };
}

export function toUpstreamsOutput(part: PartState = { status: 'up' }): UpstreamsOutput {
  const { status, ...circuits } = part;
  return {
    status,
    circuits: Object.fromEntries(Object.entries(circuits).map(([name, state]) => [name, String(state)])),
  };
}
