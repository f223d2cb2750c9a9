import { ApiProperty } from '@nestjs/swagger';

/** A rule of EN 16931 or Peppol that a document breaks. */
export class RuleViolationOutput {
  @ApiProperty({ description: 'Id of the rule.', example: 'BR-CO-15' })
  rule: string;

  @ApiProperty({ description: 'How bad it is.', enum: ['fatal', 'warning'], example: 'fatal' })
  severity: string;

  @ApiProperty({ description: 'Where, in the JSON model.', example: 'document.totals.taxInclusiveAmount' })
  field: string;

  @ApiProperty({
    description: 'Where, in the UBL document.',
    example: '/Invoice/cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount',
  })
  xpath: string;

  @ApiProperty({ description: 'What is wrong.', example: 'taxInclusiveAmount is 1200.00, but … is 1210.00.' })
  message: string;

  @ApiProperty({ description: 'What its sender has to mend.', example: 'Set taxInclusiveAmount to 1210.00.' })
  fix: string;
}
