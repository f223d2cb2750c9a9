import { ApiProperty } from '@nestjs/swagger';
import { messageKinds } from '../../network/message-kinds.port';

export class VerificationOutput {
  @ApiProperty({ description: 'The participant id that was asked for.', example: '0208:0403170701' })
  peppolId: string;

  @ApiProperty({ description: 'Whether anybody has registered it on the network.', example: true })
  registered: boolean;

  @ApiProperty({
    description: 'What it receives; empty when it is not registered.',
    type: [String],
    example: [messageKinds.invoice.documentType, messageKinds.creditNote.documentType],
  })
  documentTypes: string[];

  @ApiProperty({
    description: 'Whether it receives the document type of the request; absent when there was none.',
    required: false,
    example: true,
  })
  accepts?: boolean;

  @ApiProperty({
    description: 'Which directory answered: that of the sandbox, or SML and SMP of the network.',
    enum: ['sandbox', 'sml'],
    example: 'sml',
  })
  source: 'sandbox' | 'sml';
}
