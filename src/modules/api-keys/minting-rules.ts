import { Principal } from '../../core/auth/caller';
import { KeyType, missingScopes, Scope } from '../../core/auth/scopes';
import { ApiError } from '../../core/http/api-error';

interface WantedKey {
  keyType: KeyType;
  scopes: Scope[];
  companyId?: string;
  expiresAt?: string | null;
}

/** What each kind of maker may make: a key never opens more than its maker does. */
const grantable: Record<KeyType, readonly KeyType[]> = {
  personal: [],
  platform: ['personal', 'platform'],
  white_label: ['personal', 'platform', 'white_label'],
};

/** Throws INSUFFICIENT_SCOPE when the key would grant what its maker lacks. */
export function checkGrant(
  maker: Principal,
  { keyType, scopes }: Pick<WantedKey, 'keyType' | 'scopes'>,
): void {
  if (maker.keyType && !grantable[maker.keyType].includes(keyType)) {
    throw new ApiError('INSUFFICIENT_SCOPE', {
      message: `A ${maker.keyType} key may not make a ${keyType} key.`,
    });
  }
  const missing = missingScopes(maker.scopes, scopes);
  if (missing.length === 0) return;
  throw new ApiError('INSUFFICIENT_SCOPE', {
    message: `A key cannot grant what its maker lacks: ${missing.join(', ')}.`,
  });
}

/** Throws a 400 when the parts of the wish contradict each other. */
export function checkWish({ keyType, companyId, expiresAt }: WantedKey, now: Date): void {
  if (keyType === 'personal' && companyId === undefined) {
    throw violation(
      'MISSING_FIELD',
      'companyId',
      'required',
      'is required: a personal key acts for one company',
    );
  }
  if (keyType !== 'personal' && companyId !== undefined) {
    throw violation(
      'INVALID_REQUEST',
      'companyId',
      'forbidden',
      `is for personal keys only, not for ${keyType} ones`,
    );
  }
  if (expiresAt && new Date(expiresAt) <= now) {
    throw violation('INVALID_DATE', 'expiresAt', 'future', 'must lie in the future');
  }
}

function violation(
  code: 'MISSING_FIELD' | 'INVALID_REQUEST' | 'INVALID_DATE',
  field: string,
  rule: string,
  message: string,
): ApiError {
  return new ApiError(code, { message: `${field}: ${message}`, details: [{ field, rule, message }] });
}
