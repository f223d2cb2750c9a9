import { generateKeyPairSync } from 'node:crypto';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { JwtService } from '@nestjs/jwt';
import { TestApp } from '../../support/app';
import { refusal } from '../../support/authentication';
import { failedStart } from '../../support/failed-start';

const issuer = 'https://id.example.com/';
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

let app: TestApp;
let issuerServer: Server;

beforeAll(async () => {
  const keys = [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig' }];
  issuerServer = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys }));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => issuerServer.once('listening', resolve));
  const url = `http://127.0.0.1:${(issuerServer.address() as AddressInfo).port}/jwks`;
  const oidc = { OIDC_ISSUER: issuer, OIDC_AUDIENCE: 'flowie', OIDC_JWKS_URL: url };
  app = await TestApp.start({ LOCAL_ACCOUNTS: 'off', ...oidc });
});
afterAll(async () => {
  await app.stop();
  issuerServer.close();
});

function token(...permissions: string[]): string {
  const now = Math.floor(app.clock.now().getTime() / 1_000);
  const claims = {
    iss: issuer,
    aud: 'flowie',
    sub: 'auth0|1',
    exp: now + 600,
    _permissions: { org_a: permissions },
  };
  return new JwtService().sign(claims, { algorithm: 'RS256', keyid: 'k1', privateKey });
}

describe('with LOCAL_ACCOUNTS=off', () => {
  it('no account is made at the first start', async () => {
    expect(await app.database.query('SELECT id FROM users')).toEqual([]);
  });

  it.each([
    ['/auth/login', { email: 'admin@example.com', password: 'x' }],
    ['/auth/password/forgot', { email: 'admin@example.com' }],
    ['/auth/password/reset', { token: 'x', password: 'x' }],
    ['/auth/invitations/accept', { token: 'x' }],
  ])('POST %s says where accounts are kept', async (path, body) => {
    const answer = await app.post(path, undefined, body);
    expect(refusal(answer)).toEqual([403, 'EXTERNAL_ACCOUNT']);
    expect(answer.body.error.message).toContain('external identity provider');
  });

  it.each([
    ['POST', '/organization/invitations'],
    ['GET', '/organization/members'],
    ['GET', '/auth/sessions'],
    ['POST', '/auth/logout'],
    ['POST', '/auth/password/change'],
  ])('%s %s too', async (method, path) => {
    const body = method === 'GET' ? undefined : {};
    expect(refusal(await app.exchange(method, path, { key: token('owner'), body }))).toEqual([
      403,
      'EXTERNAL_ACCOUNT',
    ]);
  });

  it.each([
    ['owner', 200, 201],
    ['write', 403, 201],
    ['read', 403, 403],
  ])('the permission %s decides what may be done', async (permission, renaming, making) => {
    const key = token(permission);
    const rename = await app.exchange('PATCH', '/organization', { key, body: { name: 'Renamed' } });
    expect(rename.status).toBe(renaming);
    const wish = { name: 'k', scopes: ['*'], keyType: 'platform' };
    expect((await app.post('/api-keys', key, wish)).status).toBe(making);
    expect((await app.get('/api-keys', key)).status).toBe(200);
  });

  it('a token of ours opens nothing', async () => {
    const now = Math.floor(app.clock.now().getTime() / 1_000);
    const claims = { sub: 'usr_x', sid: 'ses_x', iss: 'flowie-exchange', aud: 'dashboard', exp: now + 600 };
    const own = new JwtService().sign(claims, {
      secret: 'a secret for tests only, of more than 32 characters',
    });
    expect(refusal(await app.get('/me', own))).toEqual([401, 'INVALID_TOKEN']);
  });
});

describe('a start ends with one sentence', () => {
  it.each([
    [
      { LOCAL_ACCOUNTS: 'off' },
      'LOCAL_ACCOUNTS=off needs OIDC_ISSUER, OIDC_AUDIENCE and OIDC_JWKS_URL beside it.',
    ],
    [
      { OIDC_ISSUER: issuer, OIDC_AUDIENCE: 'flowie' },
      'OIDC_ISSUER needs OIDC_AUDIENCE and OIDC_JWKS_URL beside it.',
    ],
  ])('for %j', async (settings: Record<string, string>, sentence) => {
    const { code, said } = await failedStart(settings);
    expect(code).toBe(1);
    expect(said.split('\n')).toContain(sentence);
  });
});
