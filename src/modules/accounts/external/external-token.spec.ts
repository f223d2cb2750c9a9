import { Settings } from '../../../core/config/settings';
import { ExternalToken } from './external-token';

const withSettings = (given: Partial<Settings>) =>
  new ExternalToken(
    Object.assign(new Settings(), { OIDC_ISSUER: '', OIDC_AUDIENCE: '', OIDC_JWKS_URL: '' }, given),
    ...([] as unknown as [never, never, never]),
  );

describe('the settings of an external issuer', () => {
  it.each([{ OIDC_AUDIENCE: 'flowie' }, { OIDC_JWKS_URL: 'https://id.example.com/jwks' }])(
    'with %j alone beside it keep the service from starting',
    (given) => {
      expect(() => withSettings({ OIDC_ISSUER: 'https://id.example.com/', ...given })).toThrow(
        'OIDC_ISSUER needs OIDC_AUDIENCE and OIDC_JWKS_URL beside it.',
      );
    },
  );

  it.each([{}, { OIDC_AUDIENCE: 'flowie', OIDC_JWKS_URL: 'https://id.example.com/jwks' }])(
    'that are %j alone do not do without accounts of ours',
    (given) => {
      expect(() => withSettings({ LOCAL_ACCOUNTS: 'off', ...given })).toThrow(
        'LOCAL_ACCOUNTS=off needs OIDC_ISSUER, OIDC_AUDIENCE and OIDC_JWKS_URL beside it.',
      );
    },
  );

  it('name an address that can be fetched', () => {
    const given = {
      OIDC_ISSUER: 'https://id.example.com/',
      OIDC_AUDIENCE: 'flowie',
      OIDC_JWKS_URL: 'id.example.com',
    };
    expect(() => withSettings(given)).toThrow('OIDC_JWKS_URL is "id.example.com" but must look like');
  });

  it('may all be absent', () => {
    expect(() => withSettings({})).not.toThrow();
  });
});
