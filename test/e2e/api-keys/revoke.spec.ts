import { TestApp } from '../../support/app';
import { itAuthenticates, refusal } from '../../support/authentication';
import { platformKey, secondOrganization, signIn } from '../../support/scenario';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

const remove = async (id: string, token: string) => app.exchange('DELETE', `/api-keys/${id}`, { key: token });
const idOf = async (key: string) => (await app.get('/me', key)).body.caller.id as string;

describe('DELETE /api-keys/{id}', () => {
  itAuthenticates(() => app, { method: 'DELETE', path: '/api-keys/key_1', caller: 'dashboard' });

  it.each(['test', 'live'] as const)(
    '204: a %s key is refused at once, and stays in the list',
    async (mode) => {
      const token = await signIn(app);
      const key = await platformKey(app, { mode });
      const id = await idOf(key);
      const answer = await remove(id, token);
      expect([answer.status, answer.text]).toEqual([204, '']);
      expect(refusal(await app.get('/me', key))).toEqual([401, 'REVOKED_KEY']);
      expect((await app.get(`/api-keys/${id}`, token)).body.revokedAt).toMatch(/Z$/);
    },
  );

  it('204 again for a revoked one, whose time stays', async () => {
    const token = await signIn(app);
    const id = await idOf(await platformKey(app));
    await remove(id, token);
    const { revokedAt } = (await app.get(`/api-keys/${id}`, token)).body;
    app.clock.advance({ seconds: 5 });
    expect((await remove(id, token)).status).toBe(204);
    expect((await app.get(`/api-keys/${id}`, token)).body.revokedAt).toBe(revokedAt);
  });

  it('404 for an unknown or foreign one, which goes on working', async () => {
    const { platformKey: foreign } = await secondOrganization(app);
    for (const id of [await idOf(foreign), 'key_nobody']) {
      expect(refusal(await remove(id, await signIn(app)))).toEqual([404, 'API_KEY_NOT_FOUND']);
    }
    expect((await app.get('/me', foreign)).status).toBe(200);
  });

  it('outranks expiry: a key that is both is REVOKED_KEY', async () => {
    const token = await signIn(app);
    const expiresAt = new Date(app.clock.now().getTime() + 1_000).toISOString();
    const wish = { name: 'both', scopes: ['*'], keyType: 'platform', expiresAt };
    const { id, key } = (await app.post('/api-keys', token, wish)).body;
    app.clock.advance({ seconds: 1 });
    expect(refusal(await app.get('/me', key))).toEqual([401, 'EXPIRED_TOKEN']);
    await remove(id, token);
    expect(refusal(await app.get('/me', key))).toEqual([401, 'REVOKED_KEY']);
  });
});
