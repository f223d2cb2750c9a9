import { ApiProperty } from '@nestjs/swagger';
import { SessionEntity } from './session.entity';

class SessionOutput {
  @ApiProperty({ description: 'Id of the session.', example: 'ses_01HY7AB9C2DE3FG4HJ5KMNPQRS' })
  id: string;

  @ApiProperty({ description: 'Whether it is the one that asks.', example: true })
  current: boolean;

  @ApiProperty({ description: 'Address that signed in.', example: '203.0.113.7' })
  ip: string;

  @ApiProperty({
    description: 'Program that signed in, as it calls itself.',
    example: 'Mozilla/5.0 (X11; Linux x86_64)',
  })
  userAgent: string;

  @ApiProperty({
    description: 'Time of the sign-in.',
    format: 'date-time',
    example: '2026-04-25T10:00:00.000Z',
  })
  createdAt: string;

  @ApiProperty({
    description: 'Latest request, give or take five minutes.',
    format: 'date-time',
    example: '2026-04-25T11:35:00.000Z',
  })
  lastSeenAt: string;

  @ApiProperty({
    description: 'When it ends by itself.',
    format: 'date-time',
    example: '2026-04-25T22:00:00.000Z',
  })
  expiresAt: string;
}

export class SessionListOutput {
  @ApiProperty({ description: 'The newest 100 that have not ended.', type: [SessionOutput] })
  data: SessionOutput[];
}

export function toSessionOutput(session: SessionEntity, current: boolean): SessionOutput {
  const { id, ip, userAgent } = session;
  const createdAt = session.createdAt.toISOString();
  const lastSeenAt = session.lastSeenAt.toISOString();
  return { id, current, ip, userAgent, createdAt, lastSeenAt, expiresAt: session.expiresAt.toISOString() };
}
