import { JwtService } from '@nestjs/jwt';
import { Settings } from '../../../src/core/config/settings';
import { AccountsUpkeep } from '../../../src/modules/accounts/accounts-upkeep';
import { TestApp } from '../../support/app';
import { itAuthenticates, refusal } from '../../support/authentication';
import { freshToken, newMember, Person } from '../../support/people';

let app: TestApp;
let person: Person;

beforeAll(async () => {
  app = await TestApp.start();
  person = await newMember(app, 'viewer');
});
afterAll(() => app.stop());

const list = async (token: string): Promise<any[]> => (await app.get('/auth/sessions', token)).body.data;
const end = (token: string, id: string) => app.exchange('DELETE', `/auth/sessions/${id}`, { key: token });

describe('GET /auth/sessions', () => {
  itAuthenticates(() => app, { method: 'GET', path: '/auth/sessions', caller: 'dashboard' });

  it('200: where the user is signed in, the newest first, and which one asks', async () => {
    const someone = await newMember(app, 'viewer');
    const first = await freshToken(app, someone);
    const headers = { 'User-Agent': 'Browser/1.0', 'X-Forwarded-For': '203.0.113.9' };
    await app.post('/auth/login', undefined, { email: someone.email, password: someone.password }, headers);
    const sessions = await list(first);
    expect(sessions.map(({ current }) => current)).toEqual([false, true]);
    expect(sessions[0]).toEqual({
      id: expect.stringMatching(/^ses_/),
      current: false,
      ip: '203.0.113.9',
      userAgent: 'Browser/1.0',
      createdAt: expect.any(String),
      lastSeenAt: sessions[0].createdAt,
      expiresAt: new Date(Date.parse(sessions[0].createdAt) + 43_200_000).toISOString(),
    });
  });

  it('200: with the time of the latest request, noted every five minutes at most', async () => {
    const someone = await newMember(app, 'viewer');
    const token = await freshToken(app, someone);
    app.clock.advance({ minutes: 4 });
    const [early] = await list(token);
    expect(early.lastSeenAt).toBe(early.createdAt);
    app.clock.advance({ minutes: 2 });
    await list(token);
    const [late] = await list(token);
    expect(Date.parse(late.lastSeenAt) - Date.parse(late.createdAt)).toBeGreaterThanOrEqual(360_000);
  });

  it('reads session, user and memberships in one round trip', async () => {
    const token = await freshToken(app, person);
    const queries = jest.spyOn(app.database, 'query');
    await app.get('/auth/sessions', token);
    const calls = queries.mock.calls
      .map(([sql]) => String(sql))
      .filter((sql) => /sessions|memberships/.test(sql));
    queries.mockRestore();
    expect(calls).toHaveLength(1);
  });
});

describe('DELETE /auth/sessions/{id}', () => {
  it('204: the token of that session is refused at once, the others are not', async () => {
    const [kept, ended] = [await freshToken(app, person), await freshToken(app, person)];
    const [newest] = await list(kept);
    expect((await end(kept, newest.id)).status).toBe(204);
    expect((await end(kept, newest.id)).status).toBe(204);
    expect(refusal(await app.get('/me', ended))).toEqual([401, 'REVOKED_KEY']);
    expect((await app.get('/me', kept)).status).toBe(200);
    expect((await list(kept)).map(({ id }) => id)).not.toContain(newest.id);
  });

  it("404 for another user's session and one that does not exist", async () => {
    const other = await freshToken(app, await newMember(app, 'owner'));
    const token = await freshToken(app, person);
    const [{ id }] = await list(other);
    expect(refusal(await end(token, id))).toEqual([404, 'SESSION_NOT_FOUND']);
    expect(refusal(await end(token, 'ses_nobody'))).toEqual([404, 'SESSION_NOT_FOUND']);
    expect((await app.get('/me', other)).status).toBe(200);
  });
});

describe('POST /auth/logout', () => {
  it('204: the token is refused from then on', async () => {
    const token = await freshToken(app, person);
    expect((await app.post('/auth/logout', token)).status).toBe(204);
    expect(refusal(await app.get('/me', token))).toEqual([401, 'REVOKED_KEY']);
    expect(refusal(await app.post('/auth/logout', token))).toEqual([401, 'REVOKED_KEY']);
  });
});

describe('a token', () => {
  const signed = (claims: Record<string, unknown>) => {
    const { JWT_SECRET: secret } = app.app.get(Settings);
    const iat = Math.floor(app.clock.now().getTime() / 1_000);
    const whole = {
      sub: person.userId,
      iss: 'flowie-exchange',
      aud: 'dashboard',
      iat,
      exp: iat + 60,
      ...claims,
    };
    return new JwtService().sign(whole, { algorithm: 'HS256', secret });
  };

  it.each([{}, { email: 'admin@example.com' }, { sid: 7 }, { sid: 'ses_nobody' }])(
    'that names no session of ours (%j) opens nothing, however well it is signed',
    async (claims) => {
      expect(refusal(await app.get('/me', signed(claims)))).toEqual([401, 'INVALID_TOKEN']);
    },
  );

  it('is refused as soon as another process has ended its session', async () => {
    const token = await freshToken(app, person);
    await app.database.query('UPDATE sessions SET revoked_at = now() WHERE user_id = $1', [person.userId]);
    expect(refusal(await app.get('/me', token))).toEqual([401, 'REVOKED_KEY']);
  });
});

describe('the upkeep', () => {
  it('removes what has expired, and nothing else', async () => {
    const someone = await newMember(app, 'viewer');
    await freshToken(app, someone);
    await app.post('/auth/password/forgot', undefined, { email: someone.email });
    await app.post('/auth/login', undefined, { email: 'nobody@example.com', password: 'wrong' });
    const left = async () => {
      const [row] = await app.database.query(
        `SELECT (SELECT count(*)::integer FROM sessions) AS sessions,
           (SELECT count(*)::integer FROM password_resets) AS links,
           (SELECT count(*)::integer FROM sign_in_attempts) AS counts`,
      );
      return row;
    };
    await app.app.get(AccountsUpkeep).round();
    expect(Object.values<number>(await left()).every((count) => count > 0)).toBe(true);
    app.clock.advance({ hours: 13 });
    await app.app.get(AccountsUpkeep).round();
    expect(await left()).toEqual({ sessions: 0, links: 0, counts: 0 });
  });
});
