import { ApiProperty } from '@nestjs/swagger';

export class CompanyQuotaOutput {
  @ApiProperty({
    description: 'How many documents the company may send in a calendar month (UTC).',
    example: 500,
  })
  documents: number;

  @ApiProperty({ description: 'Whether further ones are refused.', example: true })
  hard: boolean;
}
