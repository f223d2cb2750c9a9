import { LifecycleStatus } from '../document-states';

/** What a failed delivery means for the business: the document was judged and refused, or it found nobody. All else may be sent again. */
const meanings: Readonly<Record<string, LifecycleStatus>> = {
  SCHEMA_REJECTED: 'platform_rejected',
  DOCUMENT_REJECTED: 'platform_rejected',
  RECIPIENT_NOT_FOUND: 'undeliverable',
  RECIPIENT_UNREACHABLE: 'undeliverable',
  DOCUMENT_TYPE_NOT_ACCEPTED: 'undeliverable',
};

/** XP Z12-012 wants a reason with 213; what a receiving platform refuses by schema or rules is semantically wrong. */
export const rejectionReason = 'REJ_SEMAN';

export function statusAfterFailure(errorCode: string): LifecycleStatus | undefined {
  return Object.hasOwn(meanings, errorCode) ? meanings[errorCode] : undefined;
}
