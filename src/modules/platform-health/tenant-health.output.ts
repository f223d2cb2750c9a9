import { ApiProperty } from '@nestjs/swagger';
import { PageOutput } from '../../core/http/page';
import { TenantHealthRow } from './tenant-health.repository';

class LastFailureOutput {
  @ApiProperty({ description: 'Why, as in `document.failed`.', example: 'RECIPIENT_UNREACHABLE' })
  code: string;

  @ApiProperty({ description: 'Why, in words.', example: "The recipient's access point cannot be reached." })
  message: string;

  @ApiProperty({ description: 'Which document.', example: 'doc_01HY7AB9C2DE3FG4HJ5KMNPQRS' })
  documentId: string;

  @ApiProperty({ description: 'When.', format: 'date-time', example: '2026-04-25T09:58:12.000Z' })
  at: string;
}

export class TenantHealthOutput {
  @ApiProperty({ description: 'Id of the company.', example: 'comp_01HY7AB9C2DE3FG4HJ5KMNPQRS' })
  companyId: string;

  @ApiProperty({
    description: '`tenantId` of its metadata, or null.',
    type: String,
    nullable: true,
    example: 't_acme',
  })
  tenantId: string | null;

  @ApiProperty({ description: 'Its registered name.', example: 'ACME France SARL' })
  name: string;

  @ApiProperty({ description: 'Documents handed to the network.', example: 180 })
  documentsSent: number;

  @ApiProperty({
    description: 'Documents that failed for good, be it before they were handed over or after.',
    example: 20,
  })
  documentsFailed: number;

  @ApiProperty({
    description: 'Which share of all that was handed over, or failed before it could be, failed.',
    example: 0.1,
  })
  failureRate: number;

  @ApiProperty({
    description: 'The latest failure of the 24 hours; null when there was none.',
    type: LastFailureOutput,
    nullable: true,
  })
  lastFailure: LastFailureOutput | null;
}

export class TenantHealthPageOutput extends PageOutput {
  @ApiProperty({ description: 'Tenants that sent anything, worst first.', type: [TenantHealthOutput] })
  data: TenantHealthOutput[];
}

export function toTenantOutput(row: TenantHealthRow): TenantHealthOutput {
  const { last_code, last_message, last_document_id, last_at } = row;
  return {
    companyId: row.company_id,
    tenantId: row.tenant_id,
    name: row.name,
    documentsSent: row.sent,
    documentsFailed: row.failed,
    failureRate: Number(row.rate),
    lastFailure: last_at && {
      code: last_code!,
      message: last_message!,
      documentId: last_document_id!,
      at: last_at.toISOString(),
    },
  };
}
