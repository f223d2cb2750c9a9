import { ApiProperty } from '@nestjs/swagger';
import { Replay } from './replay';

const time = { type: String, format: 'date-time', nullable: true } as const;

export class ReplayOutput {
  @ApiProperty({
    description: 'Id of the replay; ask for its progress.',
    example: 'rpl_01HY7AB9C2DE3FG4HJ5KMNPQRS',
  })
  id: string;

  @ApiProperty({
    description:
      '`release`: what was held, `discard`: the same thrown away, `replay`: past events, `recover`: exhausted deliveries.',
    enum: ['release', 'discard', 'replay', 'recover'],
  })
  kind: string;

  @ApiProperty({
    description: '`stopped`: the webhook was paused, disabled or deleted meanwhile.',
    enum: ['running', 'done', 'stopped'],
  })
  state: string;

  @ApiProperty({ ...time, description: 'From when on.', example: '2026-04-25T10:00:00.000Z' })
  since: string | null;

  @ApiProperty({ ...time, nullable: false, description: 'Until when.', example: '2026-04-25T12:00:00.000Z' })
  until: string;

  @ApiProperty({
    description: 'Events or deliveries it goes through, as counted at its start.',
    example: 1234,
  })
  expected: number;

  @ApiProperty({ description: 'Deliveries it has queued so far.', example: 0 })
  queued: number;

  @ApiProperty({ description: 'Deliveries it has discarded so far.', example: 0 })
  discarded: number;

  @ApiProperty({
    description: 'What happens now, in words.',
    example:
      'Up to 1234 deliveries leave at 100 a second, in about 13 s. Deliveries of new events are not delayed.',
  })
  message: string;

  @ApiProperty({
    ...time,
    nullable: false,
    description: 'When it was asked for.',
    example: '2026-04-25T12:00:00.000Z',
  })
  createdAt: string;

  @ApiProperty({ ...time, description: 'When it ended.', example: null })
  finishedAt: string | null;
}

export function toReplayOutput(replay: Replay, perSecond: number): ReplayOutput {
  const { id, kind, state, since, until, expected, queued, discarded, createdAt, finishedAt } = replay;
  return {
    id,
    kind,
    state,
    since: since?.toISOString() ?? null,
    until: until.toISOString(),
    expected,
    queued,
    discarded,
    message: messageOf(replay, perSecond),
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}

function messageOf({ state, kind, expected, queued, discarded }: Replay, perSecond: number): string {
  const done = `${queued} queued, ${discarded} discarded`;
  if (state === 'done') return `Done: ${done}.`;
  if (state === 'stopped') return `Stopped with the webhook: ${done}.`;
  if (kind === 'discard') return `What was waiting is discarded: ${done} so far.`;
  if (expected === 0) return 'There is nothing to deliver in that time.';
  const seconds = Math.ceil(expected / perSecond);
  return `Up to ${expected} deliveries leave at ${perSecond} a second, in about ${seconds} s. Deliveries of new events are not delayed.`;
}
