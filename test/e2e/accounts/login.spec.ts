import { admin, TestApp } from '../../support/app';
import { refusal } from '../../support/authentication';
import { newEmail } from '../../support/people';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

const login = (body: unknown) => app.post('/auth/login', undefined, body);

describe('POST /auth/login', () => {
  it('200: a token for the dashboard', async () => {
    const { status, body } = await login(admin);
    expect(status).toBe(200);
    expect(body).toEqual({
      accessToken: expect.any(String),
      tokenType: 'Bearer',
      expiresIn: 43_200,
      user: { id: expect.stringMatching(/^usr_/), email: admin.email },
      organizations: [{ id: expect.stringMatching(/^org_/), name: 'My organization', role: 'owner' }],
    });
    expect((await app.get('/me', body.accessToken)).status).toBe(200);
  });

  it('200: the address in any case, with blanks around it', async () => {
    expect((await login({ ...admin, email: ' Admin@Example.COM ' })).status).toBe(200);
  });

  it('401 with the same words for a wrong password and an unknown address', async () => {
    const wrong = await login({ ...admin, password: 'wrong' });
    const unknown = await login({ ...admin, email: 'nobody@example.com' });
    expect(refusal(wrong)).toEqual([401, 'INVALID_TOKEN']);
    expect(unknown.body.error).toEqual({
      ...wrong.body.error,
      requestId: unknown.headers['x-request-id'],
    });
  });

  it.each([
    [{}, [400, 'MISSING_FIELD', 'email']],
    [{ email: 'a@b.c' }, [400, 'MISSING_FIELD', 'password']],
    [{ email: 7, password: 'x' }, [400, 'INVALID_REQUEST', 'email']],
    [{ email: 'a@b.c', password: 'x'.repeat(1_025) }, [400, 'INVALID_REQUEST', 'password']],
    [{ email: 'a@b.c', password: 'x', remember: true }, [400, 'INVALID_REQUEST', 'remember']],
    ['{', [400, 'INVALID_REQUEST']],
  ])('%j is refused with %j', async (body, expected) => {
    const [status, code, field] = refusal(await login(body));
    expect([status, code, field].slice(0, expected.length)).toEqual(expected);
  });

  it('stores the password as a salted scrypt hash', async () => {
    const [user] = await app.database.query('SELECT password_hash FROM users');
    expect(user.password_hash).toMatch(/^scrypt\$\d+\$8\$5\$/);
    expect(user.password_hash).not.toContain(admin.password);
  });
});

describe('POST /auth/login, too often', () => {
  let limited: TestApp;

  beforeAll(async () => {
    limited = await TestApp.start({ LOGIN_ATTEMPTS_PER_MINUTE: '3' });
  });
  afterAll(() => limited.stop());

  const limitedRoutes: Array<[string, () => object]> = [
    ['/auth/login', () => ({ ...admin, password: 'wrong' })],
    ['/auth/password/forgot', () => ({ email: newEmail('nobody') })],
    ['/auth/password/reset', () => ({ token: 'A'.repeat(43), password: 'violet anchors drift slowly' })],
    ['/auth/invitations/accept', () => ({ token: 'A'.repeat(43) })],
  ];

  it.each(limitedRoutes)('%s counts the 64 bits of an IPv6 subscriber together', async (path, body) => {
    const from = (address: string) => limited.post(path, undefined, body(), { 'X-Forwarded-For': address });
    for (const last of [1, 2, 3]) expect((await from(`2001:db8:0:1::${last}`)).status).not.toBe(429);
    expect(refusal(await from('2001:db8:0:1:ffff::4'))).toEqual([429, 'RATE_LIMITED']);
    expect((await from('2001:db8:0:1:0:0:0:5')).status).toBe(429);
    expect((await from('2001:db8:0:2::1')).status).not.toBe(429);
  });

  const attempt = (address: string) =>
    limited.post('/auth/login', undefined, { ...admin, password: 'wrong' }, { 'X-Forwarded-For': address });

  it('429 RATE_LIMITED with Retry-After, for that address and minute alone', async () => {
    // Away from the end of a minute, which would begin a new count.
    const seconds = (limited.clock.now().getTime() / 1_000) % 60;
    limited.clock.advance({ seconds: 60 - seconds });
    for (let at = 0; at < 3; at++) expect((await attempt('203.0.113.1')).status).toBe(401);
    const refused = await attempt('203.0.113.1');
    expect(refusal(refused)).toEqual([429, 'RATE_LIMITED']);
    const wait = Number(refused.headers['retry-after']);
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(90);
    expect((await attempt('203.0.113.2')).status).toBe(401);
    limited.clock.advance({ seconds: wait });
    expect((await attempt('203.0.113.1')).status).toBe(401);
  });
});

describe('POST /auth/login without Redis', () => {
  it('lets the request pass', async () => {
    const alone = await TestApp.start({ REDIS_URL: 'redis://127.0.0.1:1', LOGIN_ATTEMPTS_PER_MINUTE: '1' });
    try {
      const attempts = [1, 2].map(() => alone.post('/auth/login', undefined, admin));
      expect((await Promise.all(attempts)).map(({ status }) => status)).toEqual([200, 200]);
    } finally {
      await alone.stop();
    }
  });
});
