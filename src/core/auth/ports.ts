import { Transaction } from '../database/transaction';
import { ActingCompany, CompanySummary, Principal, Tenancy } from './caller';

/** Tells whose an API key is. Throws ApiError INVALID_TOKEN, EXPIRED_TOKEN or REVOKED_KEY. Provided by modules/api-keys. */
export abstract class KeyVerifier {
  abstract verify(key: string): Promise<Principal>;
}

/** Tells whose a dashboard token is; `organizationId` picks one of the user's. Provided by modules/accounts. */
export abstract class SessionVerifier {
  abstract verify(token: string, organizationId: string | undefined): Promise<Principal>;
}

/** Finds a company of the caller's own organization and mode. Provided by modules/companies. */
export abstract class CompanyAccess {
  abstract find(
    organizationId: string,
    livemode: boolean,
    companyId: string,
  ): Promise<ActingCompany | undefined>;

  /** The oldest companies of the tenancy, at most `limit` of them. */
  abstract summaries(tenancy: Tenancy, limit: number): Promise<CompanySummary[]>;
}

/** Tells what an organization has paid for, such as `white_label`. Provided by modules/accounts. */
export abstract class Entitlements {
  /** Reads with the caller's transaction, so that a request holds one connection only. */
  abstract has(tx: Transaction, organizationId: string, entitlement: string): Promise<boolean>;
}
