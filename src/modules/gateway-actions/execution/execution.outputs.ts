import { ApiProperty } from '@nestjs/swagger';
import { encodeCursor } from '../../../core/http/page';
import { StoredExecution } from './execution';

const id = { description: 'Id of the execution.', example: 'exe_01HY7AB9C2DE3FG4HJ5KMNPQRS' };
const result = {
  description: 'What the action answered; empty when it failed.',
  example: 'Email sent successfully',
};
const error = { description: 'Why it failed; empty when it succeeded.', example: '' };
const duration = { description: 'How long the call took, in milliseconds.', example: 84 };

export class ExecutedOutput {
  @ApiProperty(result)
  result: string;

  @ApiProperty(error)
  error: string;

  @ApiProperty(duration)
  duration_ms: number;

  @ApiProperty(id)
  execution_id: string;
}

export class ExecutionOutput {
  @ApiProperty(id)
  id: string;

  @ApiProperty({ description: 'Which action.', example: 'send_email' })
  action_name: string;

  @ApiProperty({
    description: '`interrupted`: our process ended during the call; the action may have run.',
    enum: ['running', 'succeeded', 'failed', 'interrupted'],
  })
  state: string;

  @ApiProperty({ ...result, type: String, nullable: true })
  result: string | null;

  @ApiProperty({ ...error, type: String, nullable: true })
  error: string | null;

  @ApiProperty({
    description: 'Status of the answer; null: none came.',
    type: Number,
    nullable: true,
    example: 200,
  })
  status_code: number | null;

  @ApiProperty({
    description: 'When the call began.',
    format: 'date-time',
    example: '2026-04-25T10:00:00.000Z',
  })
  started_at: string;

  @ApiProperty({ ...duration, type: Number, nullable: true })
  duration_ms: number | null;
}

class ExecutionRequestOutput {
  @ApiProperty({ description: 'The address called.', example: 'https://your-server.com/actions/send_email' })
  url: string;

  @ApiProperty({
    description: 'The body, byte for byte.',
    example: '{"action_name":"send_email","parameters":{},"timestamp":1645123456,"signature":"a8f4…"}',
  })
  body: string;
}

export class ExecutionDetailOutput extends ExecutionOutput {
  @ApiProperty({ description: 'What was sent.', type: ExecutionRequestOutput })
  request: ExecutionRequestOutput;

  @ApiProperty({
    description: 'The first 64 KiB of the answer; null: none came.',
    type: String,
    nullable: true,
    example: '{"result":"Email sent successfully","error":""}',
  })
  response_body: string | null;
}

export class ExecutionListOutput {
  @ApiProperty({ description: 'Newest first.', type: [ExecutionOutput] })
  executions: ExecutionOutput[];

  @ApiProperty({
    description: 'Pass it as `cursor` for the next page; null: this is the last.',
    type: String,
    nullable: true,
  })
  next_cursor: string | null;
}

export function toExecutionOutput(execution: StoredExecution): ExecutionOutput {
  return {
    id: execution.id,
    action_name: execution.actionName,
    state: execution.state,
    result: execution.result,
    error: execution.error,
    status_code: execution.statusCode,
    started_at: execution.startedAt.toISOString(),
    duration_ms: execution.durationMilliseconds,
  };
}

export function toExecutionDetail(execution: StoredExecution): ExecutionDetailOutput {
  return {
    ...toExecutionOutput(execution),
    request: { url: execution.url, body: execution.requestBody.toString() },
    response_body: execution.responseBody?.toString() ?? null,
  };
}

/** Cuts the one row too many that was read to see whether more follow. */
export function toExecutionList(rows: StoredExecution[], limit: number): ExecutionListOutput {
  const shown = rows.slice(0, limit);
  const next_cursor = rows.length > limit ? encodeCursor([shown.at(-1)!.id]) : null;
  return { executions: shown.map(toExecutionOutput), next_cursor };
}
