import { ApiProperty } from '@nestjs/swagger';
import { LegalHold } from './legal-hold';

export class LegalHoldOutput {
  @ApiProperty({ description: 'Why it must be kept.', example: 'Audit of the tax office, file 2026/118' })
  reason: string;

  @ApiProperty({
    description: 'Since when.',
    format: 'date-time',
    example: '2026-04-25T10:05:07.000Z',
  })
  placedAt: string;
}

class RetentionRuleOutput {
  @ApiProperty({ description: 'Whole years, from the end of the calendar year of issue.', example: 10 })
  years: number;

  @ApiProperty({
    description: 'Whose law it is, ISO 3166: that of the seller or the buyer, whichever is longer.',
    type: String,
    nullable: true,
    example: 'FR',
  })
  country: string | null;

  @ApiProperty({ description: 'The law.', example: 'Code de commerce art. L123-22' })
  basis: string;

  @ApiProperty({ description: 'Where it is written.', example: 'https://bofip.impots.gouv.fr' })
  source: string;
}

export class RetentionOutput {
  @ApiProperty({ description: 'Id of the document.', example: 'doc_01HY7AB9C2DE3FG4HJ5KMNPQRS' })
  documentId: string;

  @ApiProperty({
    description: 'The last day on which it must be kept. It is removed by nobody but an operator, later.',
    format: 'date',
    example: '2036-12-31',
  })
  retainUntil: string;

  @ApiProperty({ description: 'Why until then.' })
  rule: RetentionRuleOutput;

  @ApiProperty({ description: 'Keeps this document beyond that day.', type: LegalHoldOutput, nullable: true })
  legalHold: LegalHoldOutput | null;

  @ApiProperty({
    description: 'Keeps all documents of its company beyond that day.',
    type: LegalHoldOutput,
    nullable: true,
  })
  companyLegalHold: LegalHoldOutput | null;
}

export function toLegalHoldOutput({ reason, placedAt }: LegalHold): LegalHoldOutput {
  return { reason, placedAt: placedAt.toISOString() };
}
