import { ApiProperty } from '@nestjs/swagger';

class AttemptRequestOutput {
  @ApiProperty({ description: 'Always POST.', example: 'POST' })
  method: string;

  @ApiProperty({ description: 'The address called.', example: 'https://example.com/hooks/flowie' })
  url: string;

  @ApiProperty({
    description: 'The headers as they were sent; the values of your own ones are hidden.',
    type: 'object',
    additionalProperties: { type: 'string' },
    nullable: true,
    example: { 'X-Flowie-Signature': 't=1714046708,v1=3d9e8b7…', 'X-Flowie-Attempt': '1' },
  })
  headers: Record<string, string> | null;
}

export class AttemptOutput {
  @ApiProperty({ description: 'Which attempt, from 1.', example: 1 })
  number: number;

  @ApiProperty({ description: 'When it began.', format: 'date-time', example: '2026-04-25T10:05:08.000Z' })
  startedAt: string;

  @ApiProperty({ description: 'How long it took, in milliseconds.', example: 84 })
  durationMilliseconds: number;

  @ApiProperty({
    description: 'Took more than 5 seconds: no failure, but answer first and work afterwards.',
    example: false,
  })
  slow: boolean;

  @ApiProperty({
    description: 'Status of the answer; null: none came.',
    type: Number,
    nullable: true,
    example: 500,
  })
  statusCode: number | null;

  @ApiProperty({
    description: 'Why no answer came, in plain words.',
    type: String,
    nullable: true,
    example: null,
  })
  error: string | null;

  @ApiProperty({
    description: 'The first 64 KiB of the answer.',
    type: String,
    nullable: true,
    example: 'Internal Server Error',
  })
  responseBody: string | null;

  @ApiProperty({
    description: 'The request as it was sent; its body is that of the delivery.',
    type: AttemptRequestOutput,
  })
  request: AttemptRequestOutput;

  @ApiProperty({
    description: 'SHA-256 of the body that was sent, in hex: the same on every attempt.',
    type: String,
    nullable: true,
    example: '9c9c0b6613e4f7b79f45ec08c8fe94ae6999f138e0b82dd93185950d9e3c3ae4',
  })
  bodySha256: string | null;

  @ApiProperty({
    description: 'The address that was reached.',
    type: String,
    nullable: true,
    example: '93.184.216.34',
  })
  remoteAddress: string | null;

  @ApiProperty({
    description: 'Protocol, cipher and certificate of the connection; null without TLS.',
    type: 'object',
    additionalProperties: { type: 'string' },
    nullable: true,
    example: {
      protocol: 'TLSv1.3',
      cipher: 'TLS_AES_256_GCM_SHA384',
      certificateSha256: '3b6d…',
      validTo: '2026-09-01T00:00:00.000Z',
    },
  })
  tls: Record<string, string> | null;
}
