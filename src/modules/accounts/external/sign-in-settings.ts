import { Settings } from '../../../core/config/settings';

/** Throws one sentence when nobody could sign in, or nobody could be told from anybody else. */
export function checkSignInSettings(settings: Settings): void {
  const { LOCAL_ACCOUNTS, OIDC_ISSUER, OIDC_AUDIENCE, OIDC_JWKS_URL } = settings;
  if (LOCAL_ACCOUNTS === 'off' && !(OIDC_ISSUER && OIDC_AUDIENCE && OIDC_JWKS_URL)) {
    throw new Error('LOCAL_ACCOUNTS=off needs OIDC_ISSUER, OIDC_AUDIENCE and OIDC_JWKS_URL beside it.');
  }
  // An empty audience would be no check at all: a token made for any other service would do.
  if (OIDC_ISSUER && !(OIDC_AUDIENCE && OIDC_JWKS_URL)) {
    throw new Error('OIDC_ISSUER needs OIDC_AUDIENCE and OIDC_JWKS_URL beside it.');
  }
  if (OIDC_ISSUER && !(URL.canParse(OIDC_JWKS_URL) && /^https?:/i.test(OIDC_JWKS_URL))) {
    throw new Error(
      `OIDC_JWKS_URL is "${OIDC_JWKS_URL}" but must look like https://id.example.com/.well-known/jwks.json.`,
    );
  }
}
