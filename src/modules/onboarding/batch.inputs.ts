import { TextField } from '../../core/http/fields';
import { OnboardInput } from './onboarding.inputs';

/** A line of a batch: the body of POST /platform/companies, and what makes it safe to repeat. */
export class BatchLineInput extends OnboardInput {
  @TextField({
    description:
      'Of this line; without one it is made of the Idempotency-Key of the batch and the number of the line.',
    example: 'backfill-t_acme',
    maxLength: 255,
    pattern: /^[\x21-\x7e]+$/,
    patternMeaning: 'must have visible ASCII characters only, like the id of your own database row',
    optional: true,
  })
  idempotencyKey?: string;
}
