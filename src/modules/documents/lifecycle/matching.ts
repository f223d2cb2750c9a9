import { Document } from '../document.entity';
import { invoiceTypeCodes } from '../formats/invoice';
import { LifecycleMessage } from '../formats/lifecycle-message';
import { otherRole, roleOf } from './party-role';
import { transitions } from './transitions';

type Candidate = Pick<
  Document,
  'id' | 'direction' | 'type' | 'status' | 'senderId' | 'receiverId' | 'lifecycleStatus'
>;

/**
 * Which of a company's documents of that number the other side means. Only one that was exchanged with it counts; an invoice and a
 * credit note may share a number, and so may one that we sent and one that we got.
 */
export function documentOf<Found extends Candidate>(
  candidates: readonly Found[],
  message: Pick<LifecycleMessage, 'status' | 'document'>,
  sender: string,
): Found | undefined {
  const shared = candidates.filter((candidate) => isSame(otherSideOf(candidate), sender));
  const fits = (candidate: Found) => likeness(candidate, message);
  return shared.reduce<Found | undefined>(
    (best, candidate) => (best && fits(best) >= fits(candidate) ? best : candidate),
    undefined,
  );
}

function likeness(
  candidate: Candidate,
  { status, document }: Pick<LifecycleMessage, 'status' | 'document'>,
): number {
  const codes: Record<string, string> = invoiceTypeCodes;
  const isOfType = codes[candidate.type] === document.typeCode;
  const isTheirs = transitions[status].setBy === otherRole(roleOf(candidate));
  return (isTheirs ? 4 : 0) + (isOfType ? 2 : 0) + (candidate.status === 'failed' ? 0 : 1);
}

function otherSideOf({ direction, senderId, receiverId }: Candidate): string {
  return direction === 'outgoing' ? receiverId : senderId;
}

function isSame(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
