import { ActingCompany, Principal } from './caller';

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
  abstract find(organizationId: string, livemode: boolean, companyId: string): Promise<ActingCompany | undefined>;
}
