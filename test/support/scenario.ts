import { randomInt } from 'node:crypto';
import { Organizations, PasswordHashing } from '../../src/modules/accounts';
import { admin, TestApp } from './app';
import { Answer } from './http';
import { eventually } from './eventually';

interface Credentials {
  email: string;
  password: string;
}

/** Checking a password costs a fifth of a second of processor time, by design; a token lives for hours. */
const tokens = new WeakMap<TestApp, Map<string, { token: string; since: number }>>();
const freshMilliseconds = 3_600_000;

/** A dashboard token, of the first organization's owner unless said otherwise; the same one again while it is fresh. */
export async function signIn(app: TestApp, { email, password }: Credentials = admin): Promise<string> {
  const known = tokens.get(app) ?? new Map<string, { token: string; since: number }>();
  tokens.set(app, known);
  const now = app.clock.now().getTime();
  const last = known.get(email);
  if (last && now - last.since < freshMilliseconds) return last.token;
  const answer = expectStatus(200, await app.post('/auth/login', undefined, { email, password }));
  const token = answer.body.accessToken as string;
  known.set(email, { token, since: now });
  return token;
}

interface PlatformKeyOptions {
  mode?: 'test' | 'live';
  keyType?: 'platform' | 'white_label';
  /** Whose organization; the first one's when absent. */
  token?: string;
}

/** A key with all scopes that opens /platform. */
export async function platformKey(app: TestApp, options: PlatformKeyOptions = {}): Promise<string> {
  const token = options.token ?? (await signIn(app));
  const body = {
    name: 'platform',
    scopes: ['*'],
    keyType: options.keyType ?? 'platform',
    mode: options.mode ?? 'test',
  };
  return expectStatus(201, await app.post('/api-keys', token, body)).body.key as string;
}

interface Onboarded {
  company: { id: string; peppolId: string; vatNumber: string; metadata: Record<string, unknown> } & Record<
    string,
    unknown
  >;
  /** With all scopes, unless overridden. */
  apiKey: { id: string; key: string; keyPrefix: string; name: string };
  /** Only when the overrides ask for one. */
  webhook: { id: string; url: string; status: string; secret: string };
}

/** A new company with a tenant key. Does not wait for its registration on the network; `waitUntilRegistered` does. */
export async function onboard(
  app: TestApp,
  key: string,
  overrides: Record<string, unknown> = {},
): Promise<Onboarded> {
  const body = {
    vatNumber: newVatNumber(),
    name: 'ACME',
    apiKey: { name: 'tenant', scopes: ['*'] },
    ...overrides,
  };
  return expectStatus(201, await app.post('/platform/companies', key, body)).body as Onboarded;
}

export async function waitUntilRegistered(app: TestApp, key: string, companyId: string): Promise<void> {
  await eventually(`registration of ${companyId}`, async () => {
    const { body } = await app.get(`/companies/${companyId}`, key);
    return (body as { smpRegistered?: boolean }).smpRegistered === true;
  });
}

/** Another organization, with a platform key in test mode: what must see nothing of the first. */
export async function secondOrganization(
  app: TestApp,
): Promise<{ token: string; platformKey: string; organizationId: string }> {
  const credentials = { email: `second-${randomInt(1e9)}@example.com`, password: 'another correct horse' };
  const organizations = new Organizations(app.database, app.app.get(PasswordHashing), app.clock);
  const { id } = await organizations.create('Second organization', credentials);
  const token = await signIn(app, credentials);
  return { token, platformKey: await platformKey(app, { token }), organizationId: id };
}

/** A French number of the right shape that no other test has. Its check digits are wrong now and then: test mode does not look. */
export function newVatNumber(country = 'FR'): string {
  return `${country}${randomInt(1e10, 1e11)}`;
}

/** Shows the answer's body when a set-up step fails; a bare status would not say why. */
function expectStatus(status: number, answer: Answer): Answer {
  if (answer.status === status) return answer;
  throw new Error(`expected ${status}, got ${answer.status}: ${answer.text}`);
}
