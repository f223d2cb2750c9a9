import { ApiProperty } from '@nestjs/swagger';

export class ForgotPasswordOutput {
  @ApiProperty({
    description: 'The same whether or not somebody has the address.',
    example: 'If somebody has an account of this address, a link is on its way to it.',
  })
  message: string;
}
