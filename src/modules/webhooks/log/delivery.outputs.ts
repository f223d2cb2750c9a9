import { ApiProperty } from '@nestjs/swagger';
import { PageOutput } from '../../../core/http/page';
import { slowAfter } from '../preflight/judgements';
import { AttemptRow, deliveryStates, DeliveryRow } from './delivery-log.repository';
import { AttemptOutput } from './attempt.output';

const time = { type: String, format: 'date-time', nullable: true } as const;

export class DeliveryOutput {
  @ApiProperty({
    description: 'Id of the delivery, as in X-Flowie-Delivery.',
    example: 'dlv_01HY7AB9C2DE3FG4HJ5KMNPQRS',
  })
  id: string;

  @ApiProperty({ description: 'Id of its event; dedupe on it.', example: 'evt_01HY7AB9C2DE3FG4HJ5KMNPQRS' })
  eventId: string;

  @ApiProperty({ description: 'Type of its event.', example: 'document.received' })
  eventType: string;

  @ApiProperty({
    description:
      '`pending`: waits for its next attempt. `leased`: is on its way. `held`: waits for its webhook to be active. ' +
      '`delivered`, `exhausted` (used up its attempts) and `discarded` are final; those can be resent.',
    enum: deliveryStates,
  })
  state: string;

  @ApiProperty({ description: 'Attempts so far, the open one included.', example: 1 })
  attemptCount: number;

  @ApiProperty({
    description: 'Status of the last answer; null: none came.',
    type: Number,
    nullable: true,
    example: 204,
  })
  lastStatusCode: number | null;

  @ApiProperty({
    description: 'Why no answer came to the last attempt.',
    type: String,
    nullable: true,
    example: null,
  })
  lastError: string | null;

  @ApiProperty({ ...time, description: 'When the next attempt is due.', example: null })
  nextAttemptAt: string | null;

  @ApiProperty({
    description: 'The delivery that this one repeats.',
    type: String,
    nullable: true,
    example: null,
  })
  resentFrom: string | null;

  @ApiProperty({
    ...time,
    nullable: false,
    description: 'When it was made.',
    example: '2026-04-25T10:05:08.000Z',
  })
  createdAt: string;

  @ApiProperty({ ...time, description: 'When it came to its end.', example: '2026-04-25T10:05:09.000Z' })
  settledAt: string | null;
}

export class DeliveryDetailOutput extends DeliveryOutput {
  @ApiProperty({
    description: 'The body of every attempt, byte for byte; null once the event is past its retention.',
    type: String,
    nullable: true,
    example: '{"id":"evt_01HY7AB9C2DE3FG4HJ5KMNPQRS","type":"document.received","livemode":true}',
  })
  body: string | null;

  @ApiProperty({ description: 'Oldest first.', type: [AttemptOutput] })
  attempts: AttemptOutput[];
}

export class ResentDeliveryOutput extends DeliveryOutput {
  @ApiProperty({
    description: 'What happens now, in words.',
    example: 'It leaves at once, with the same body and a fresh signature.',
  })
  message: string;
}

export class DeliveryPageOutput extends PageOutput {
  @ApiProperty({ description: 'Newest first.', type: [DeliveryOutput] })
  data: DeliveryOutput[];
}

export function toDeliveryOutput(row: DeliveryRow): DeliveryOutput {
  return {
    id: row.id,
    eventId: row.event_id,
    eventType: row.event_type,
    state: row.state,
    attemptCount: row.attempt,
    lastStatusCode: row.last_status_code,
    lastError: row.last_error,
    nextAttemptAt: row.state === 'pending' ? row.due_at.toISOString() : null,
    resentFrom: row.resent_from,
    createdAt: row.created_at.toISOString(),
    settledAt: row.settled_at?.toISOString() ?? null,
  };
}

export function toAttemptOutput(row: AttemptRow): AttemptOutput {
  return {
    number: row.number,
    startedAt: row.started_at.toISOString(),
    durationMilliseconds: row.duration_ms,
    slow: row.duration_ms > slowAfter,
    statusCode: row.status_code,
    error: row.error,
    responseBody: row.response_body?.toString() ?? null,
    request: { method: 'POST', url: row.url, headers: row.request_headers },
    bodySha256: row.body_sha256?.toString('hex') ?? null,
    remoteAddress: row.remote_address,
    tls: row.tls,
  };
}
