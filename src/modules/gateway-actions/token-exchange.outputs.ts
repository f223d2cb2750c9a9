import { ApiProperty } from '@nestjs/swagger';

export class TokenExchangeOutput {
  @ApiProperty({
    description: 'Send it as `Authorization: Bearer …` with every other call.',
    example: 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJ0b2tfMDFIWSJ9.c2lnbmF0dXJl',
  })
  jwt_token: string;

  @ApiProperty({ description: 'Always `Bearer`.', example: 'Bearer' })
  token_type: 'Bearer';

  @ApiProperty({ description: 'Seconds until the JWT expires.', example: 86_400 })
  expires_in: number;
}
