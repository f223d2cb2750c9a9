import { ApiProperty } from '@nestjs/swagger';
import { errorCodes } from './error-codes';

class ErrorDetailOutput {
  @ApiProperty({ description: 'Path of the field.', example: 'document.lines[3].quantity' })
  field: string;

  @ApiProperty({ description: 'The rule that is broken.', example: 'type' })
  rule: string;

  @ApiProperty({ description: 'What is wrong and how to mend it.', example: 'must be a decimal number' })
  message: string;
}

class ErrorBodyOutput {
  @ApiProperty({
    description: 'Family of the error.',
    enum: [...new Set(Object.values(errorCodes).map(({ type }) => type))],
  })
  type: string;

  @ApiProperty({ description: 'Stable code to program against.', enum: Object.keys(errorCodes) })
  code: string;

  @ApiProperty({
    description: 'For people; may change.',
    example: 'A company with this VAT number is already registered.',
  })
  message: string;

  @ApiProperty({
    description: 'Each violated rule, where there are several.',
    type: [ErrorDetailOutput],
    required: false,
  })
  details?: ErrorDetailOutput[];

  @ApiProperty({
    description: 'Id of the request, as in X-Request-Id.',
    example: 'req_01HY3AB9C2DE3FG4HJ5KMNPQRS',
  })
  requestId: string;

  @ApiProperty({
    description: 'Where the code is explained.',
    example: 'https://exchange.example.com/docs/errors#COMPANY_EXISTS',
  })
  docUrl: string;
}

/** The envelope of every error of the Exchange API. */
export class ErrorOutput {
  @ApiProperty({ description: 'What went wrong.' })
  error: ErrorBodyOutput;
}
