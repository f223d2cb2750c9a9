import { NewRow } from '../database/statement';
import { Transaction } from '../database/transaction';

/** Who wants to send a document. */
export interface QuotaSubject {
  organizationId: string;
  livemode: boolean;
  companyId: string;
}

/** Keeps what is sent within what plans allow. Provided by modules/platform-usage. */
export abstract class DocumentQuota {
  /**
   * The rows by which a document takes its places, written with its own and refused with them when there is none left. Nothing where
   * no limit is hard: then it costs no query either.
   */
  abstract places(sender: QuotaSubject): Promise<NewRow[]>;

  /** What refused those rows: QUOTA_EXCEEDED, or the error itself when it was something else. */
  abstract explain(error: Error, sender: QuotaSubject): Promise<Error>;

  /** Takes the places within a transaction. Throws QUOTA_EXCEEDED. */
  abstract take(tx: Transaction, sender: QuotaSubject): Promise<void>;
}
