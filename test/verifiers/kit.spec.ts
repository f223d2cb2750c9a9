import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sharedPath } from '../support/shared';
import { TestApp } from '../support/app';
import { Answer, call } from '../support/http';
import { eventually } from '../support/eventually';
import { invoice } from '../support/invoices';
import { LogoServer, svg } from '../support/logo-server';
import { Receiver } from '../support/receiver';
import { signIn, waitUntilRegistered } from '../support/scenario';
import { curls, offboarding, watched } from './kit-curls';
import { itNeedingFile } from '../support/needing';

const kit = sharedPath('seeds/000_b654862b7c89a147.txt');
const cookbook = sharedPath('seeds/001_d0c76a37fdc2f1ef.txt');

const folder = mkdtempSync(join(tmpdir(), 'flowie-kit-'));
const environment: Record<string, string> = {};
const replacements: Array<[string, string]> = [];

let app: TestApp;
let receiver: Receiver;
let logos: LogoServer;

beforeAll(async () => {
  app = await TestApp.start();
  receiver = await Receiver.start();
  logos = await LogoServer.start();
  replacements.push(['https://acme.com/logo.svg', logos.serve('/logo.svg', svg)]);
  replacements.push(['https://back.flowie.ink', app.url], ['https://back.p2p-flowie.com', app.url]);
  replacements.push(['https://yourplatform.com', receiver.url]);
  environment.FLOWIE_DASHBOARD_JWT = await signIn(app);
});
afterAll(async () => {
  await app.stop();
  await receiver.stop();
  await logos.stop();
});

/** Runs it in a shell, base URL and ids replaced, and gives the parsed answer. */
async function run(curl: string): Promise<any> {
  const command = replacements.reduce((text, [from, to]) => text.replaceAll(from, to), curl);
  return new Promise((resolve, reject) => {
    const options = { cwd: folder, env: { ...process.env, ...environment } };
    execFile('bash', ['-c', `${command.replace('curl ', 'curl -sS ')}`], options, (error, stdout) =>
      error ? reject(new Error(error.message)) : resolve(JSON.parse(stdout)),
    );
  });
}

itNeedingFile(kit)('the curls are those of the documents, to the letter', () => {
  const text = readFileSync(kit, 'utf8') + readFileSync(cookbook, 'utf8');
  for (const curl of Object.values(curls)) expect(text).toContain(curl);
});

it('curl is here', () => {
  expect(execFileSync('curl', ['--version']).toString()).toContain('curl');
});

it('1. get a platform key', async () => {
  const key = await run(curls.platformKey);
  expect(key).toMatchObject({
    id: expect.stringMatching(/^key_/),
    name: 'my-platform',
    scopes: ['*'],
    keyType: 'platform',
  });
  expect(key.key).toMatch(/^flw_plat_test_/);
  expect(key.key.startsWith(key.keyPrefix)).toBe(true);
  expect(key.createdAt).toMatch(/^\d{4}-\d\d-\d\dT/);
  environment.PLATFORM_KEY = key.key;
});

it('2. onboard the first tenant; run again it gives the same answer', async () => {
  const answer = await run(curls.onboard);
  expect(answer.company).toMatchObject({
    id: expect.stringMatching(/^comp_/),
    peppolId: '0009:FR86797978996',
    vatNumber: 'FR86797978996',
    name: 'ACME France SARL',
    country: 'FR',
    status: 'active',
    smpRegistered: false,
    metadata: { tenantId: 't_acme', tier: 'premium' },
  });
  expect(answer.apiKey).toMatchObject({
    id: expect.stringMatching(/^key_/),
    key: expect.stringMatching(/^flw_test_/),
    name: 'tenant-acme',
  });
  expect(answer.webhook).toMatchObject({
    id: expect.stringMatching(/^wh_/),
    status: 'active',
    url: `${receiver.url}/hooks/flowie?tenant=t_acme`,
  });
  expect(answer.webhook.secret).toMatch(/^whsec_/);
  expect(await run(curls.onboard)).toEqual(answer);
  const other = await run(curls.onboard.replace('tenant-acme-init', 'another-deploy'));
  expect(other.error).toMatchObject({ code: 'COMPANY_EXISTS', companyId: answer.company.id });
  replacements.push(['comp_01HY7…', answer.company.id]);
  environment.KEY = answer.apiKey.key;
  await waitUntilRegistered(app, environment.PLATFORM_KEY!, answer.company.id);
});

it('3. act on behalf of the tenant; without the header: 403 COMPANY_REQUIRED', async () => {
  const body = { type: 'invoice', to: '0208:0123456789', document: invoice({ number: 'INV-001' }) };
  writeFileSync(join(folder, 'invoice.json'), JSON.stringify(body));
  const document = await run(curls.send);
  expect(document).toMatchObject({
    id: expect.stringMatching(/^doc_/),
    direction: 'outgoing',
    type: 'invoice',
    number: 'INV-001',
  });
  const refused = await run(
    curls.send.replace(/ +-H "X-Flowie-Company[^\n]*\n/, '').replace('t_acme-inv-001', 't_acme-inv-002'),
  );
  expect(refused.error.code).toBe('COMPANY_REQUIRED');
  const { event, path } = await receiver.waitFor('document.received');
  expect(path).toBe('/hooks/flowie?tenant=t_acme');
  expect(event.data.company.metadata).toEqual({ tenantId: 't_acme', tier: 'premium' });
});

it('4. fetch missed events and acknowledge them', async () => {
  const data = await eventually('the event is listed', async () => {
    const answer = await run(curls.events);
    return answer.data.length === 1 && answer.data;
  });
  expect(data[0]).toMatchObject({ type: 'document.received', data: { direction: 'incoming' } });
  replacements.push(['evt_01…', data[0].id], ['"evt_02…"', `"${data[0].id}"`]);
  expect(await run(curls.acknowledge)).toMatchObject({ acknowledged: 1, eventIds: [data[0].id] });
  expect((await run(curls.events)).data).toEqual([]);
});

it('brand the experience: settings, DNS records, and what visitors of the domain see once it is proven', async () => {
  const settings = await run(curls.brand);
  expect(settings).toMatchObject({
    branding: { displayName: 'ACME e-Invoice', primaryColor: '#0F62FE', supportEmail: 'support@acme.com' },
    customDomain: 'peppol.acme.com',
    dnsRecords: expect.arrayContaining([
      expect.objectContaining({ type: 'CNAME', name: 'peppol.acme.com' }),
      expect.objectContaining({ type: 'TXT' }),
    ]),
    defaults: { preferredFormat: 'ubl-xml', autoCompliance: { FR: true, IT: true, BE: true } },
  });
  expect((await app.get('/platform/settings', environment.PLATFORM_KEY)).body).toMatchObject({
    ...settings,
    domain: expect.objectContaining({ hostname: 'peppol.acme.com' }),
  });
  const visit = (path: string, headers = {}) =>
    app.get(`/branding${path}`, undefined, { 'X-Forwarded-Host': 'peppol.acme.com', ...headers });
  expect((await visit('')).body.displayName).toBe('Flowie Exchange');
  await app.database.query(`UPDATE custom_domains SET verified_at = now()`);
  const shown = (await visit('')).body;
  expect(shown).toMatchObject({ displayName: 'ACME e-Invoice', supportEmail: 'support@acme.com' });
  expect(shown.logoUrl).toMatch(/^\/exchange\/v1\/branding\/logo\?v=[0-9a-f]{12}$/);
  const logo = await visit('/logo');
  expect([logo.status, logo.text]).toEqual([200, svg.toString()]);
  expect(logo.headers).toMatchObject({
    'content-type': 'image/svg+xml',
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringContaining('sandbox'),
    etag: expect.stringMatching(/^"[0-9a-f]{64}"$/),
  });
  const again = await visit('/logo', { 'If-None-Match': logo.headers.etag });
  expect([again.status, again.text]).toEqual([304, '']);
});

it('5. usage, for chargebacks', async () => {
  const usage = await run(curls.usage);
  expect(usage.total).toEqual({ documentsSent: 1, documentsReceived: 1 });
  expect(usage.byCompany).toEqual([
    {
      companyId: expect.stringMatching(/^comp_/),
      tenantId: 't_acme',
      sent: 1,
      received: 1,
      complianceReports: 0,
    },
  ]);
  expect(usage.period.start).toMatch(/^\d{4}-\d\d-01$/);
});

itNeedingFile(kit)('the requests are those of the document, to the letter', () => {
  const text = readFileSync(kit, 'utf8');
  for (const line of Object.values({ ...watched, ...offboarding })) expect(text).toContain(line);
});

/** As the sentence says it, with the id put in its place. */
function follow(sentence: string, id: string): Promise<Answer> {
  const [, method, path, body] = /^(\w+) \/v1(\S+)(?: with (.+))?$/.exec(sentence)!;
  return app.exchange(method!, path!.replace(/\{\w+\}/, id), { key: environment.PLATFORM_KEY, body });
}

it('the table of metrics can be read: tenants, reports, webhooks, quotas, upstreams', async () => {
  const companyId = replacements.find(([from]) => from === 'comp_01HY7…')![1];
  const read = (path: string, headers?: Record<string, string>) =>
    app.get(path, environment.PLATFORM_KEY, headers);
  const of = { 'X-Flowie-Company': companyId };
  await eventually('the tenant among those that send', async () => {
    const { body } = await read('/platform/health');
    expect(body.compliance).toEqual([]);
    const [tenant] = body.tenants.data;
    return tenant?.companyId === companyId && tenant.documentsSent === 1 && tenant.failureRate === 0;
  });
  expect((await read('/webhooks', of)).body.data[0].failureCount).toBe(0);
  const [, quota] = /^GET \/v1(\S+) per tenant/.exec(watched.quota)!;
  expect((await read(quota!, of)).body).toMatchObject({ companyId, quota: { used: 1, percent: null } });
  const [, readiness] = /^GET (\S+)/.exec(watched.upstream)!;
  const { body } = await call('GET', `${app.url}${readiness}`);
  expect(body).toMatchObject({ status: 'ok', details: { upstreams: { status: 'up' } } });
});

it('6. offboard the tenant: its key, its webhook, its company; what it has sent and received stays', async () => {
  const idOf = (name: string) => replacements.find(([from]) => from === name)![1];
  const companyId = idOf('comp_01HY7…');
  const as = { 'X-Flowie-Company': companyId };
  const read = async (path: string) => (await app.get(path, environment.PLATFORM_KEY, as)).body.data;
  const key = (await read('/platform/api-keys')).find(({ name }: { name: string }) => name === 'tenant-acme');
  const [webhook] = await read('/webhooks');
  const before = await read('/documents');
  expect((await follow(offboarding.revoke, key.id)).status).toBe(204);
  expect(await follow(offboarding.disable, webhook.id)).toMatchObject({
    status: 200,
    body: { status: 'disabled' },
  });
  expect(await follow(offboarding.deregister, companyId)).toMatchObject({
    status: 200,
    body: { id: companyId, status: 'deregistered' },
  });
  expect((await run(curls.events)).error.code).toBe('REVOKED_KEY');
  expect(before).toHaveLength(2);
  expect(await read('/documents')).toEqual(before);
});
