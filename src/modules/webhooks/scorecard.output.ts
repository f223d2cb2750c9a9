import { ApiProperty } from '@nestjs/swagger';
import { Check, Scorecard } from './scorecard';

class CheckOutput implements Check {
  @ApiProperty({
    description: 'The question that was put to the endpoint.',
    enum: [
      'accepts_valid',
      'refuses_tampered',
      'refuses_stale',
      'accepts_duplicate',
      'answers_fast',
      'certificate',
    ],
  })
  name: Check['name'];

  @ApiProperty({ description: 'Whether the answer was the right one.', example: true })
  passed: boolean;

  @ApiProperty({
    description: 'Status of the answer; null when there was none.',
    type: Number,
    nullable: true,
    example: 204,
  })
  statusCode: number | null;

  @ApiProperty({
    description: 'How long the answer took, in milliseconds.',
    type: Number,
    nullable: true,
    example: 84,
  })
  durationMilliseconds: number | null;

  @ApiProperty({ description: 'What was seen, and what to do about it.', example: 'Answered 204 in 84 ms.' })
  advice: string;
}

export class ScorecardOutput implements Scorecard {
  @ApiProperty({ description: 'Whether every check passed.', example: true })
  passed: boolean;

  @ApiProperty({
    description: 'When the test ran.',
    format: 'date-time',
    example: '2026-04-25T10:00:00.000Z',
  })
  testedAt: string;

  @ApiProperty({ description: 'One entry a question.', type: [CheckOutput] })
  checks: CheckOutput[];
}
