import { Transaction } from '../database/transaction';

/** Tells whom to write to when something of an organization needs attention. Provided by modules/accounts. */
export abstract class OrganizationContacts {
  /** Email addresses of those who can do something about it; perhaps none. Reads with the caller's transaction. */
  abstract emails(tx: Transaction, organizationId: string): Promise<string[]>;
}
