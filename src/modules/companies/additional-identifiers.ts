import { violationsError } from '../../core/http/validation';
import { participantFormProblem, participantProblem } from './participant-problem';

/** A participant id in two parts. */
export interface ParticipantIdentifier {
  scheme: string;
  value: string;
}

export const maximumIdentifiers = 20;

/**
 * The ids as `scheme:value` in capitals, each once. Throws INVALID_PARTICIPANT_ID with the place of each wrong one; check digits and the
 * state of a scheme count in live mode only.
 */
export function additionalIds(given: readonly ParticipantIdentifier[], livemode: boolean): string[] {
  const ids = given.map(({ scheme, value }) => `${scheme}:${value}`.replace(/\s/g, '').toUpperCase());
  const violations = ids.flatMap((id, at) => {
    const problem = livemode ? participantProblem(id, 'publish') : participantFormProblem(id);
    const field = `additionalIdentifiers[${at}]`;
    return problem
      ? [{ field, rule: 'participant_id', message: problem, code: 'INVALID_PARTICIPANT_ID' as const }]
      : [];
  });
  if (violations.length > 0) throw violationsError(violations);
  return [...new Set(ids)];
}

export function toIdentifiers(ids: readonly string[]): ParticipantIdentifier[] {
  return ids.map((id) => ({ scheme: id.slice(0, 4), value: id.slice(5) }));
}
