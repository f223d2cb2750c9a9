import { TestApp } from '../../support/app';
import { firstOrganizationId } from '../../support/events';
import { Answer, call } from '../../support/http';
import { LogoServer, svg } from '../../support/logo-server';
import { lastMail, newEmail, newMember } from '../../support/people';
import { platformKey, secondOrganization, signIn } from '../../support/scenario';

const hostname = 'peppol.acme.com';
const displayName = "A & B's e-Invoice";
const escapedName = 'A &amp; B&#39;s e-Invoice';
let app: TestApp;
let logos: LogoServer;
let owner: string;

beforeAll(async () => {
  app = await TestApp.start();
  logos = await LogoServer.start();
  owner = await signIn(app);
  const logoUrl = logos.serve('/logo.svg', svg);
  const branding = { displayName, logoUrl, primaryColor: '#FFD600', supportEmail: 'help+us@acme.com' };
  const key = await platformKey(app);
  const { status } = await app.exchange('PATCH', '/platform/settings', { key, body: { branding } });
  expect(status).toBe(200);
});
afterAll(async () => {
  await app.stop();
  await logos.stop();
});

/** A domain as its job leaves it. */
async function domainIs(status: 'issuing' | 'active'): Promise<void> {
  await app.database.query('DELETE FROM custom_domains');
  await app.database.query(
    `INSERT INTO custom_domains (id, organization_id, claimed_live, hostname, status, claimed_at, verified_at, certificate, private_key)
     VALUES ('dom_1', $1, false, $2, $3, now(), now(), $4, $5)`,
    [
      await firstOrganizationId(app),
      hostname,
      status,
      ...(status === 'active' ? ['-', Buffer.from('-')] : [null, null]),
    ],
  );
}

async function invitation(key = owner) {
  const email = newEmail();
  await app.post('/organization/invitations', key, { email, role: 'viewer' });
  return lastMail(app, email);
}

async function newPasswordMail(organizationId?: string) {
  const { email } = await newMember(app, 'viewer', organizationId);
  await app.post('/auth/password/forgot', undefined, { email });
  return lastMail(app, email);
}

const page = (path: string, host: string): Promise<Answer> =>
  call('GET', `${app.url}${path}`, { headers: { 'X-Forwarded-Host': host } });

describe('an organization with branding and a domain that is served', () => {
  beforeAll(() => domainIs('active'));

  it('invites under its own name, to its own domain', async () => {
    const { subject, text } = await invitation();
    expect(subject).toBe(`Join My organization on ${displayName}`);
    expect(text).toContain(`invites you to join My organization on ${displayName}, as viewer.`);
    expect(text).toMatch(/^https:\/\/peppol\.acme\.com\/account\/invitation#[\w-]{43}$/m);
    expect(subject + text).not.toMatch(/Flowie|localhost/);
  });

  it('sends links to new passwords there too', async () => {
    const { text } = await newPasswordMail();
    expect(text).toMatch(/^https:\/\/peppol\.acme\.com\/account\/password#[\w-]{43}$/m);
    expect(text).not.toMatch(/Flowie|localhost/);
  });

  it.each(['/account/invitation', '/account/password'])('shows %s as its own, escaped', async (path) => {
    const { status, text, headers } = await page(path, hostname);
    expect([status, headers.vary]).toEqual([200, expect.stringContaining('Host')]);
    expect(text).toContain(` · ${escapedName}</title>`);
    expect(text).toContain('button{background:#FFD600;color:#000;');
    expect(text).toContain('<a href="mailto:help%2Bus@acme.com">help+us@acme.com</a>');
    expect(text).not.toMatch(/Flowie/);
    const [, source, name] = /<img src="([^"]+)" alt="([^"]+)">/.exec(text)!;
    expect(name).toBe(escapedName);
    const logo = await page(source!, hostname);
    expect([logo.status, logo.headers['content-type']]).toEqual([200, 'image/svg+xml']);
  });

  it('is not seen on other hosts, nor in what other organizations write', async () => {
    for (const host of ['localhost', 'elsewhere.example.com']) {
      const { text } = await page('/account/invitation', host);
      expect(text).toContain('<title>Accept the invitation · Flowie Exchange</title>');
      expect(text).toContain('<header>Flowie Exchange</header>');
      expect(text).toContain('button{background:#1F4B99;color:#fff;');
      expect(text).not.toMatch(/<img|mailto|e-Invoice/);
    }
    const { token, organizationId } = await secondOrganization(app);
    const { subject, text } = await invitation(token);
    expect(subject).toBe('Join Second organization on Flowie Exchange');
    expect(text).toMatch(/^http:\/\/localhost:3000\/account\/invitation#[\w-]{43}$/m);
    expect((await newPasswordMail(organizationId)).text).toContain('http://localhost:3000/account/password#');
  });
});

it('links lead to a domain only once it is served', async () => {
  await domainIs('issuing');
  expect((await invitation()).text).toMatch(/^http:\/\/localhost:3000\/account\/invitation#[\w-]{43}$/m);
  expect((await newPasswordMail()).text).toContain('http://localhost:3000/account/password#');
});

it("a line break in an organization's name makes no paragraph of its own in the mail", async () => {
  const { token } = await secondOrganization(app);
  const name = 'ACME\n\nYour account is closed';
  await app.exchange('PATCH', '/organization', { key: token, body: { name } });
  expect((await invitation(token)).text).toContain('to join ACME Your account is closed on Flowie Exchange');
});
