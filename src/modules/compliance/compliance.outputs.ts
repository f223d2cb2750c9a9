import { ApiProperty } from '@nestjs/swagger';
import { authorityCountries, taxAuthorities } from '../../network/tax-authority.port';
import { StoredReceipt } from './evidence.repository';
import { remediationOf } from './remediation';
import { Report, reportStates } from './report';

export class ReceiptOutput {
  @ApiProperty({ description: 'What it is.', example: 'application/xml' })
  mediaType: string;

  @ApiProperty({ description: "The authority's message as it came.", example: '<types:RicevutaConsegna …' })
  content: string;

  @ApiProperty({ description: 'SHA-256 of its bytes, in hexadecimal.', example: 'a1b2c3…' })
  sha256: string;

  @ApiProperty({ description: 'When it came.', format: 'date-time', example: '2026-04-25T10:05:12.000Z' })
  receivedAt: string;
}

export class ReportOutput {
  @ApiProperty({ description: 'Id of the report.', example: 'rep_01HY7AB9C2DE3FG4HJ5KMNPQRS' })
  id: string;

  @ApiProperty({ description: 'Whom it is made to.', enum: taxAuthorities, example: 'PPF' })
  authority: string;

  @ApiProperty({ description: 'Whose authority that is.', example: 'FR' })
  country: string;

  @ApiProperty({ description: 'The status that is reported.', example: 'deposited' })
  lifecycleStatus: string;

  @ApiProperty({
    description:
      '`pending` until the hand-over, `submitted` until the authority has decided, then `accepted` or `rejected`; `failed` when it ' +
      'could not be made, or was not confirmed, in time.',
    enum: reportStates,
    example: 'accepted',
  })
  state: string;

  @ApiProperty({ description: 'How often it was handed over, or was tried to be.', example: 1 })
  attempts: number;

  @ApiProperty({
    description: 'When the legal window closes; it is tried until then.',
    format: 'date-time',
    example: '2026-04-26T10:05:07.000Z',
  })
  deadline: string;

  @ApiProperty({
    description: "The authority's own id of it.",
    type: String,
    nullable: true,
    example: '1234567',
  })
  reference: string | null;

  @ApiProperty({
    description: "The authority's code, or ours; while it is tried again, that of the last attempt.",
    type: String,
    nullable: true,
    example: 'REJ_SEMAN',
  })
  errorCode: string | null;

  @ApiProperty({
    description: 'The same in words.',
    type: String,
    nullable: true,
    example: 'A value breaks a rule.',
  })
  errorMessage: string | null;

  @ApiProperty({
    description: 'What to do about it.',
    type: String,
    nullable: true,
    example: 'Correct the invoice by a credit note and send it anew.',
  })
  remediation: string | null;

  @ApiProperty({ description: 'What the authority said, oldest first.', type: [ReceiptOutput] })
  receipts: ReceiptOutput[];

  @ApiProperty({
    description: 'When the status was reached.',
    format: 'date-time',
    example: '2026-04-25T10:05:07.000Z',
  })
  createdAt: string;

  @ApiProperty({
    description: 'When it last changed.',
    format: 'date-time',
    example: '2026-04-25T10:05:12.000Z',
  })
  updatedAt: string;
}

export class ReportListOutput {
  @ApiProperty({ description: 'The reports of the document, oldest first.', type: [ReportOutput] })
  data: ReportOutput[];
}

export function toReportOutput(report: Report, receipts: StoredReceipt[]): ReportOutput {
  const { id, authority, lifecycleStatus, state, attempts, deadline, reference } = report;
  const { errorCode, errorMessage, occurredAt, updatedAt } = report;
  return {
    id,
    authority,
    country: authorityCountries[authority],
    lifecycleStatus,
    state,
    attempts,
    deadline: deadline.toISOString(),
    reference,
    errorCode,
    errorMessage,
    remediation: errorCode && remediationOf(authority, errorCode),
    receipts: receipts.map(({ mediaType, bytes, sha256, receivedAt }) => ({
      mediaType,
      content: bytes.toString('utf8'),
      sha256: sha256.toString('hex'),
      receivedAt: receivedAt.toISOString(),
    })),
    createdAt: occurredAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
