import { violationsError } from '../../core/http/validation';
import { participantProblem } from '../companies';

/**
 * Throws INVALID_PARTICIPANT_ID for a recipient that the live network cannot know, with the id that was probably meant; the sandbox
 * answers for every id.
 */
export function checkRecipient(to: string, livemode: boolean): void {
  const problem = livemode ? participantProblem(to, 'address') : undefined;
  if (!problem) return;
  throw violationsError([
    { field: 'to', rule: 'participant_id', message: problem, code: 'INVALID_PARTICIPANT_ID' },
  ]);
}
