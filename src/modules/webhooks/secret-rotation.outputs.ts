import { ApiProperty } from '@nestjs/swagger';

export class RotatedSecretOutput {
  @ApiProperty({ description: 'Id of the webhook.', example: 'wh_01HY7AB9C2DE3FG4HJ5KMNPQRS' })
  id: string;

  @ApiProperty({
    description: 'Signs from now on. Shown this once.',
    example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  })
  secret: string;

  @ApiProperty({
    description: 'Until when the old secret signs beside it; null: no longer.',
    type: String,
    format: 'date-time',
    nullable: true,
    example: '2026-04-26T10:00:00.000Z',
  })
  previousSecretExpiresAt: string | null;
}

export class ConfirmedSecretOutput {
  @ApiProperty({
    description: 'Whether the endpoint accepted the ping, and the overlap is over.',
    example: true,
  })
  confirmed: boolean;

  @ApiProperty({
    description: 'What it answered; null: nothing.',
    type: Number,
    nullable: true,
    example: 204,
  })
  statusCode: number | null;

  @ApiProperty({
    description: 'What happened, in words.',
    example: 'The endpoint accepted a ping signed with the new secret alone: the old one signs no more.',
  })
  message: string;
}
