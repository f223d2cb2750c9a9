import { JwtService } from '@nestjs/jwt';
import { TestApp } from '../../support/app';
import { platformKey, signIn } from '../../support/scenario';
import { createApiToken, exchange, gateway } from './gateway';

const secret = 'a secret for tests only, of more than 32 characters';
const invalid = { error: 'Invalid token' };

let app: TestApp;
let dashboardToken: string;

beforeAll(async () => {
  app = await TestApp.start();
  dashboardToken = await signIn(app);
});
afterAll(() => app.stop());

const list = (jwt: string) => gateway(app, 'GET', '/actions', { key: jwt });
const revoke = (id: string) => gateway(app, 'DELETE', `/api-tokens/${id}`, { key: dashboardToken });
const claimsOf = (jwt: string) => JSON.parse(Buffer.from(jwt.split('.')[1]!, 'base64url').toString());

describe('POST /token/exchange', () => {
  it('200: a JWT of 24 hours that names the tenant', async () => {
    const { id, api_token } = await createApiToken(app, dashboardToken);
    const { status, body } = await exchange(app, api_token);
    expect(status).toBe(200);
    const now = Math.floor(app.clock.now().getTime() / 1_000);
    const claims = claimsOf(body.jwt_token);
    expect(claims).toMatchObject({ sub: id, iss: 'flowie-exchange', aud: 'gateway' });
    expect(claims.exp - claims.iat).toBe(86_400);
    expect(Math.abs(claims.iat - now)).toBeLessThan(5);
    expect(claims.tenant_id).toMatch(/^[0-9a-f-]{36}$/);
    expect((await list(body.jwt_token)).status).toBe(200);
  });

  it.each([
    ['of another shape', 'your-api-token-here'],
    ['that nobody gave out', `api_${'0'.repeat(40)}`],
    ['with capitals', `api_${'A'.repeat(40)}`],
    ['with a NUL', 'api_\u0000'],
  ])('401 or 400: a token %s', async (_case, apiToken) => {
    const { status, body } = await exchange(app, apiToken);
    expect([status, body]).toEqual(apiToken.includes('\u0000') ? [400, expect.anything()] : [401, invalid]);
  });

  it('401: a revoked token', async () => {
    const { id, api_token } = await createApiToken(app, dashboardToken);
    await revoke(id);
    const { status, body } = await exchange(app, api_token);
    expect([status, body]).toEqual([401, invalid]);
  });

  it('401: an expired token', async () => {
    const expires_at = new Date(app.clock.now().getTime() + 60_000).toISOString();
    const { api_token } = await createApiToken(app, dashboardToken, { expires_at });
    expect((await exchange(app, api_token)).status).toBe(200);
    app.clock.advance({ minutes: 1 });
    const { status, body } = await exchange(app, api_token);
    expect([status, body]).toEqual([401, invalid]);
  });

  it.each([
    ['nothing', undefined, 'api_token'],
    ['an empty object', '{}', 'api_token'],
    ['a number', '{"api_token":7}', 'api_token'],
    ['an unknown field', `{"api_token":"api_${'0'.repeat(40)}","more":1}`, 'more'],
    ['a list', '[]', undefined],
    ['null', 'null', undefined],
    ['a text', '"api_token"', undefined],
    ['broken JSON', '{"api_token":', 'body'],
    ['broken UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'body'],
    ['a hundred levels', `{"api_token":${'['.repeat(100)}${']'.repeat(100)}}`, 'body'],
    ['levels without end', `{"api_token":${'['.repeat(400_000)}${']'.repeat(400_000)}}`, 'body'],
  ])('400: a body that is %s', async (_case, body, field) => {
    const answer = await gateway(app, 'POST', '/token/exchange', { body });
    expect(answer.status).toBe(400);
    expect(Object.keys(answer.body)).toEqual(['error', 'details']);
    expect(answer.body.error).toBe('Invalid request format');
    if (field) expect(answer.body.details[0].field).toBe(field);
  });

  it.each([1_048_577, 11_000_000])('413: a body of %i bytes', async (length) => {
    const body = `{"api_token":"${'a'.repeat(length - 16)}"}`;
    const answer = await gateway(app, 'POST', '/token/exchange', { body });
    expect([answer.status, answer.body]).toEqual([413, { error: 'payload too large' }]);
  });

  it('400, no 413: a body of exactly 1 MB', async () => {
    const body = `{"api_token":"${'a'.repeat(1_048_576 - 16)}"}`;
    expect((await gateway(app, 'POST', '/token/exchange', { body })).status).toBe(400);
  });
});

describe('the JWT', () => {
  it('dies with its API token', async () => {
    const { id, api_token } = await createApiToken(app, dashboardToken);
    const { jwt_token } = (await exchange(app, api_token)).body;
    expect((await list(jwt_token)).status).toBe(200);
    await revoke(id);
    expect((await list(jwt_token)).body).toEqual(invalid);
  });

  it('ends when its API token expires', async () => {
    const expires_at = new Date(app.clock.now().getTime() + 60_000).toISOString();
    const { api_token } = await createApiToken(app, dashboardToken, { expires_at });
    const { jwt_token } = (await exchange(app, api_token)).body;
    app.clock.advance({ seconds: 61 });
    expect((await list(jwt_token)).status).toBe(401);
  });

  it('ends after 24 hours', async () => {
    const { api_token } = await createApiToken(app, dashboardToken);
    const { jwt_token } = (await exchange(app, api_token)).body;
    app.clock.advance({ hours: 23, minutes: 59 });
    expect((await list(jwt_token)).status).toBe(200);
    app.clock.advance({ minutes: 1 });
    expect((await list(jwt_token)).body).toEqual(invalid);
    dashboardToken = await signIn(app);
  });

  it('401: another algorithm, issuer, audience, key, or no signature', async () => {
    const { api_token } = await createApiToken(app, dashboardToken);
    const { jwt_token } = (await exchange(app, api_token)).body;
    const claims = claimsOf(jwt_token);
    const jwt = new JwtService({});
    const sign = (changes: object, options: object = {}) =>
      jwt.sign({ ...claims, ...changes }, { secret, algorithm: 'HS256', ...options });
    expect((await list(sign({}))).status).toBe(200);
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${jwt_token.split('.')[1]}.`;
    const forged = [
      sign({}, { algorithm: 'HS384' }),
      sign({}, { secret: 'another secret' }),
      sign({ iss: 'someone' }),
      sign({ aud: 'dashboard' }),
      sign({ sub: 'tok_unknown' }),
      sign({ sub: 'tok_\u0000' }),
      sign({ sub: undefined }),
      sign({ exp: claims.iat - 1 }),
      unsigned,
      jwt_token.slice(0, -4),
      'x',
    ];
    for (const token of forged) expect([token, (await list(token)).status]).toEqual([token, 401]);
  });

  it('is no other kind of token, nor the other way round', async () => {
    const { api_token } = await createApiToken(app, dashboardToken);
    const { jwt_token } = (await exchange(app, api_token)).body;
    for (const token of [api_token, dashboardToken, await platformKey(app)]) {
      expect((await list(token)).body).toEqual(invalid);
    }
    expect((await gateway(app, 'GET', '/api-tokens', { key: jwt_token })).body).toEqual(invalid);
    expect((await app.get('/me', jwt_token)).status).toBe(401);
  });

  it.each([undefined, 'Basic eDp5', 'Bearer', 'Bearer a b'])('401: Authorization: %s', async (header) => {
    const headers = header === undefined ? undefined : { authorization: header };
    const answer = await gateway(app, 'GET', '/actions', { headers });
    expect([answer.status, answer.body]).toEqual([401, invalid]);
  });
});

describe('addresses that do not exist', () => {
  it.each(['/nothing', '', '/actions/a/b'])('404: %s', async (path) => {
    const answer = await gateway(app, 'GET', path);
    expect([answer.status, answer.body]).toEqual([404, { error: 'Not found' }]);
    expect(answer.headers['x-request-id']).toMatch(/^req_/);
  });

  it('400: an address that is not well-formed', async () => {
    const answer = await gateway(app, 'GET', '/actions/%E0%A4%A');
    expect([answer.status, answer.body.error]).toEqual([400, 'Invalid request format']);
  });

  it('leaves the errors of the Exchange as they are', async () => {
    expect((await app.get('/nothing')).body.error.code).toBe('NOT_FOUND');
    expect((await app.post('/auth/login', undefined, '{')).body.error.code).toBe('INVALID_REQUEST');
  });
});
