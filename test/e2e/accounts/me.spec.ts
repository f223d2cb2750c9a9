import { admin, TestApp } from '../../support/app';
import { itAuthenticates } from '../../support/authentication';
import { onboard, platformKey, secondOrganization, signIn } from '../../support/scenario';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

describe('GET /me', () => {
  itAuthenticates(() => app, { method: 'GET', path: '/me', caller: 'member' });

  it('200 for a user', async () => {
    const { status, body } = await app.get('/me', await signIn(app));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      organization: {
        id: expect.stringMatching(/^org_/),
        name: 'My organization',
        entitlements: ['white_label'],
      },
      caller: { kind: 'user', keyType: null, scopes: ['*'], email: admin.email },
      livemode: false,
    });
  });

  it('200 for a platform key, with the companies of its mode', async () => {
    const key = await platformKey(app);
    const { company } = await onboard(app, key);
    const { body } = await app.get('/me', key);
    expect(body.caller).toMatchObject({ kind: 'key', keyType: 'platform', scopes: ['*'], email: null });
    const { id, name, peppolId } = company;
    expect(body.companies).toContainEqual({ id, name, peppolId, status: 'active' });
    const live = await app.get('/me', await platformKey(app, { mode: 'live' }));
    expect(live.body).toMatchObject({ livemode: true, companies: [] });
  });

  it('200 for a tenant key, with its own company alone', async () => {
    const key = await platformKey(app);
    await onboard(app, key);
    const { company, apiKey } = await onboard(app, key);
    const { body } = await app.get('/me', apiKey.key);
    expect(body.caller).toMatchObject({ id: apiKey.id, keyType: 'personal' });
    expect(body.companies.map(({ id }: { id: string }) => id)).toEqual([company.id]);
  });

  it('ignores X-Flowie-Company', async () => {
    const headers = { 'X-Flowie-Company': 'comp_nobody' };
    expect((await app.get('/me', await platformKey(app), headers)).status).toBe(200);
  });

  it('picks the organization that the user names, as long as they belong to it', async () => {
    const token = await signIn(app);
    const { organizationId } = await secondOrganization(app);
    const headers = { 'X-Flowie-Organization-Id': organizationId };
    const [user] = await app.database.query('SELECT id FROM users WHERE email = $1', [admin.email]);
    expect((await app.get('/me', token, headers)).status).toBe(403);
    await app.database.query(`INSERT INTO memberships VALUES ($1, $2, 'developer')`, [
      user.id,
      organizationId,
    ]);
    expect((await app.get('/me', token, headers)).body.organization.id).toBe(organizationId);
    await app.database.query(`DELETE FROM memberships WHERE user_id = $1 AND organization_id = $2`, [
      user.id,
      organizationId,
    ]);
    expect((await app.get('/me', token, headers)).status).toBe(403);
  });
});

describe('a token of our own', () => {
  it('is refused when its content, its algorithm or its signature is another', async () => {
    const [head, payload, signature] = (await signIn(app)).split('.') as [string, string, string];
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const changed = Buffer.from(JSON.stringify({ ...claims, sub: 'usr_other' })).toString('base64url');
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url');
    for (const token of [
      `${head}.${changed}.${signature}`,
      `${none}.${payload}.`,
      `${head}.${payload}.${'A'.repeat(43)}`,
    ]) {
      expect((await app.get('/me', token)).body.error.code).toBe('INVALID_TOKEN');
    }
    expect(claims).toMatchObject({ iss: 'flowie-exchange', aud: 'dashboard', exp: claims.iat + 43_200 });
  });
});
