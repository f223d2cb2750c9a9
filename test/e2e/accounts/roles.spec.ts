import { openApiDocument } from '../../../src/web/documentation';
import { TestApp } from '../../support/app';
import { refusal } from '../../support/authentication';
import { call } from '../../support/http';
import { freshToken, newMember } from '../../support/people';
import { onboard, platformKey, signIn } from '../../support/scenario';

/** What users do with their own account. Adding one is a decision: it is taken here. */
const ownAccount = [
  'DELETE /exchange/v1/auth/sessions/{id}',
  'POST /exchange/v1/auth/logout',
  'POST /exchange/v1/auth/password/change',
];

interface Route {
  method: string;
  path: string;
}

let app: TestApp;
let viewer: string;
let developer: string;

beforeAll(async () => {
  app = await TestApp.start();
  viewer = await signIn(app, await newMember(app, 'viewer'));
  developer = await signIn(app, await newMember(app, 'developer'));
});
afterAll(() => app.stop());

/** Those that ask for a key or a dashboard token, as the guards of the service do. */
function guardedRoutes(): Route[] {
  const { paths } = openApiDocument(app.app);
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item as Record<string, { security?: Array<Record<string, unknown>> }>)
      .filter(([, operation]) =>
        operation.security?.some((one) => 'apiKey' in one || 'dashboardToken' in one),
      )
      .map(([method]) => ({ method: method.toUpperCase(), path })),
  );
}

const send = (key: string, { method, path }: Route) =>
  call(method, app.url + path.replace(/\{[^}]+\}/g, 'x'), {
    key,
    body: method === 'GET' ? undefined : {},
    headers: { connection: 'close' },
  });

describe('a viewer', () => {
  it('is refused by every route that changes something, but for their own account', async () => {
    const changing = guardedRoutes().filter(({ method }) => method !== 'GET');
    expect(changing.length).toBeGreaterThan(30);
    const open: string[] = [];
    for (const route of changing) {
      const { status, body } = await send(viewer, route);
      const isRefused = route.path.startsWith('/api/v1/gateway')
        ? status === 403 && /Your role in this organization is viewer/.test(String(body.error))
        : status === 403 && body.error.code === 'INSUFFICIENT_SCOPE';
      if (!isRefused) open.push(`${route.method} ${route.path}`);
      // Signing out is open to viewers, and has just been done.
      if (route.path.endsWith('/logout')) viewer = await freshToken(app, await newMember(app, 'viewer'));
    }
    expect(open.sort()).toEqual(ownAccount);
  });

  it('is refused by no route that reads, but for those that no user may call', async () => {
    for (const route of guardedRoutes().filter(({ method }) => method === 'GET')) {
      const { status, text } = await send(viewer, route);
      // A company's figures want a company, and none is named here.
      const isRefused = /^\/exchange\/v1\/(platform\/|stats$)/.test(route.path);
      expect([route.path, status === 403]).toEqual([route.path, isRefused]);
      expect([route.path, text.includes('Your role')]).toEqual([route.path, route.path.endsWith('/audit')]);
    }
  });

  it('reads no secret: of keys, webhooks and the gateway only the names show', async () => {
    const owner = await signIn(app);
    const gateway = (path: string, body: unknown) =>
      call('POST', `${app.url}/api/v1/gateway${path}`, { key: owner, body });
    const { company, apiKey } = await onboard(app, await platformKey(app));
    const header = { Authorization: 'Bearer our own secret' };
    const webhook = (await app.post('/webhooks', owner, { url: 'http://127.0.0.1:1/hook', events: ['*'], headers: header })).body; // prettier-ignore
    const apiToken = (await gateway('/api-tokens', { name: 'flow' })).body;
    const hmacKey = (await gateway('/hmac-keys', { name: 'flow' })).body;
    const secrets = [
      apiKey.key,
      webhook.secret as string,
      'our own secret',
      ...Object.values<string>({ ...apiToken, ...hmacKey }).filter((value) => /^(api_|hmac_)?[0-9a-f]{40,}$/.test(String(value))), // prettier-ignore
    ];
    expect(secrets.length).toBeGreaterThanOrEqual(5);
    expect(secrets.every((secret) => secret.length > 10)).toBe(true);
    const reads = [`/api-keys/${apiKey.id}`, '/api-keys', `/webhooks/${webhook.id}`, '/webhooks', `/companies/${company.id}`]; // prettier-ignore
    const answers = await Promise.all([
      ...reads.map((path) => app.get(path, viewer)),
      ...['/api-tokens', '/hmac-keys'].map((path) => call('GET', `${app.url}/api/v1/gateway${path}`, { key: viewer })), // prettier-ignore
    ]);
    for (const { status, text } of answers) {
      expect(status).toBe(200);
      for (const secret of secrets) expect(text).not.toContain(secret);
    }
  });
});

describe('a developer', () => {
  it('does everything but what is about members and the organization', async () => {
    const owners: string[] = [];
    for (const route of guardedRoutes().filter(({ method }) => method !== 'GET')) {
      if (ownAccount.includes(`${route.method} ${route.path}`)) continue;
      const { text } = await send(developer, route);
      if (text.includes('Your role in this organization is developer; this needs an owner.'))
        owners.push(`${route.method} ${route.path}`);
    }
    expect(owners.sort()).toEqual([
      'DELETE /exchange/v1/organization/invitations/{id}',
      'DELETE /exchange/v1/organization/members/{userId}',
      'PATCH /exchange/v1/organization',
      'PATCH /exchange/v1/organization/members/{userId}',
      'POST /exchange/v1/organization/invitations',
    ]);
    const key = { name: 'mine', scopes: ['*'], keyType: 'platform' };
    expect((await app.post('/api-keys', developer, key)).status).toBe(201);
  });
});

describe('a role', () => {
  it('shows at /me, and counts in its organization alone, from the moment of its change', async () => {
    const person = await newMember(app, 'developer');
    const token = await signIn(app, person);
    const rename = () => app.exchange('PATCH', '/organization', { key: token, body: { name: 'Renamed' } });
    expect((await app.get('/me', token)).body.caller.role).toBe('developer');
    expect(refusal(await rename())).toEqual([403, 'INSUFFICIENT_SCOPE']);
    const change = { key: await signIn(app), body: { role: 'owner' } };
    await app.exchange('PATCH', `/organization/members/${person.userId}`, change);
    expect((await rename()).body.name).toBe('Renamed');
    await app.exchange('PATCH', `/organization/members/${person.userId}`, {
      ...change,
      body: { role: 'viewer' },
    });
    expect(refusal(await rename())).toEqual([403, 'INSUFFICIENT_SCOPE']);
  });

  it('is none of a key, which has scopes', async () => {
    expect((await app.get('/me', await platformKey(app))).body.caller.role).toBeNull();
  });
});
