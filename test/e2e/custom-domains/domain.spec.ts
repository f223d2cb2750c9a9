import { OrganizationHosts } from '../../../src/modules/custom-domains';
import { itAuthenticates, refusal } from '../../support/authentication';
import { DomainScene, startDomainScene } from '../../support/domain-scene';
import { chooseDomain, createRecords, domainWhen, target } from '../../support/domains';
import { eventually } from '../../support/eventually';
import { call } from '../../support/http';
import { secondOrganization } from '../../support/scenario';

let scene: DomainScene;
let app: DomainScene['app'];
let key: DomainScene['key'];
let dns: DomainScene['dns'];
let organizationId: DomainScene['organizationId'];
let choose: DomainScene['choose'];
let check: DomainScene['check'];

beforeAll(async () => {
  scene = await startDomainScene();
  ({ app, key, dns, organizationId, choose, check } = scene);
});
afterAll(() => scene.stop());
afterEach(() => app.database.query('DELETE FROM custom_domains'));

describe('GET /platform/domain', () => {
  itAuthenticates(() => app, { method: 'GET', path: '/platform/domain', caller: 'platform' });

  it('404 without a domain', async () => {
    const answer = await app.get('/platform/domain', key);
    expect(refusal(answer)).toEqual([404, 'NOT_FOUND']);
    expect(answer.body.error.message).toContain('/platform/settings');
  });

  it('200 with the records to create, the same as the choice was answered with', async () => {
    const chosen = await choose('peppol.acme.com');
    expect(chosen.dnsRecords).toEqual([
      { type: 'CNAME', name: 'peppol.acme.com', value: target, purpose: 'routing' },
      {
        type: 'TXT',
        name: '_flowie-challenge.peppol.acme.com',
        value: expect.stringMatching(/^flowie-domain=[0-9a-f]{32}$/),
        purpose: 'ownership',
      },
    ]);
    const { body } = await app.get('/platform/domain', key);
    expect(body).toMatchObject({ hostname: 'peppol.acme.com', dnsRecords: chosen.dnsRecords });
  });

  it("404 for another organization's, whose records would be others", async () => {
    const second = await secondOrganization(app);
    const own = await choose('peppol.acme.com');
    expect((await app.get('/platform/domain', second.platformKey)).status).toBe(404);
    const theirs = (await chooseDomain(app, second.organizationId, 'peppol.acme.com'))!;
    expect(theirs.dnsRecords[1]!.value).not.toBe(own.dnsRecords[1]!.value);
  });
});

describe('choosing', () => {
  it.each([
    ['*.acme.com', 'wildcard'],
    ['acme.com', 'apex'],
    [target, 'own_domain'],
  ])('400 for %s', async (hostname, rule) => {
    await expect(choose(hostname)).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      details: [{ field: 'customDomain', rule }],
    });
  });

  it('keeps what is there when it is chosen again, and forgets it for another name or none', async () => {
    await choose('peppol.acme.com');
    const [{ id }] = await app.database.query('SELECT id FROM custom_domains');
    await choose('PEPPOL.acme.com.');
    expect(await app.database.query('SELECT id FROM custom_domains')).toEqual([{ id }]);
    await choose('invoices.acme.com');
    expect(await app.database.query('SELECT hostname FROM custom_domains')).toEqual([{ hostname: 'invoices.acme.com' }]); // prettier-ignore
    expect(await chooseDomain(app, organizationId, null)).toBeNull();
    expect(await app.database.query('SELECT hostname FROM custom_domains')).toEqual([]);
  });

  it('is one domain, however many choices come at once', async () => {
    const names = Array.from({ length: 6 }, (_entry, index) => `peppol-${index}.acme.com`);
    await Promise.all(names.map(choose));
    expect(await app.database.query('SELECT hostname FROM custom_domains')).toHaveLength(1);
  });

  it('409 for a name that another organization has verified; an unverified claim stops nobody, and the first proof wins', async () => {
    const second = await secondOrganization(app);
    const theirs = (await chooseDomain(app, second.organizationId, 'peppol.acme.com'))!;
    const ours = await choose('peppol.acme.com');
    createRecords(dns, ours);
    await check();
    await domainWhen(app, key, 'the proof', ({ status }) => status === 'issuing');
    expect(await app.app.get(OrganizationHosts).organizationOf('Peppol.acme.com:443')).toBe(organizationId);
    expect(await app.app.get(OrganizationHosts).hostOf(app.database.manager, organizationId)).toBeUndefined();

    // Both records at once, as when a domain is moved: the later proof finds the name taken.
    createRecords(dns, theirs);
    await app.post('/platform/domain/verify', second.platformKey);
    const lost = await domainWhen(app, second.platformKey, 'the end', ({ status }) => status === 'failed');
    expect(lost.errorCode).toBe('DOMAIN_TAKEN');

    await chooseDomain(app, second.organizationId, null);
    await expect(chooseDomain(app, second.organizationId, 'peppol.acme.com')).rejects.toMatchObject({
      code: 'DOMAIN_TAKEN',
      status: 409,
    });
    await chooseDomain(app, organizationId, null);
    await chooseDomain(app, second.organizationId, 'peppol.acme.com');
  });

  it('is free again when the sandbox that had proven it is over', async () => {
    const { body: sandbox } = await app.post('/sandbox/bootstrap', undefined, {});
    const theirs = (await chooseDomain(app, sandbox.organization.id, 'week.acme.com'))!;
    createRecords(dns, theirs);
    await app.post('/platform/domain/verify', sandbox.key);
    await domainWhen(app, sandbox.key, 'the proof', ({ status }) => status === 'issuing');
    await expect(choose('week.acme.com')).rejects.toMatchObject({ code: 'DOMAIN_TAKEN' });
    await app.database.query('UPDATE sandboxes SET expires_at = $1', [app.clock.now()]);
    await eventually('the end of the sandbox', () => choose('week.acme.com').catch(() => false));
    const [{ changes }] = await app.database.query(
      `SELECT changes FROM audit_records WHERE action = 'custom_domain.removed' AND organization_id = $1`,
      [sandbox.organization.id],
    );
    expect(changes).toEqual([{ field: 'customDomain', from: 'week.acme.com', to: null }]);
  });
});

describe('POST /platform/domain/verify', () => {
  itAuthenticates(() => app, { method: 'POST', path: '/platform/domain/verify', caller: 'platform' });

  it('404 without a domain', async () => {
    expect(refusal(await check())).toEqual([404, 'NOT_FOUND']);
  });

  it('202, once for a key', async () => {
    await choose('peppol.acme.com');
    const headers = { 'Idempotency-Key': 'check-1' };
    const first = await app.post('/platform/domain/verify', key, undefined, headers);
    expect([first.status, first.body.hostname]).toEqual([202, 'peppol.acme.com']);
    const again = await app.post('/platform/domain/verify', key, undefined, headers);
    expect(again.headers['idempotent-replayed']).toBe('true');
  });
});

describe('GET /.well-known/acme-challenge/{token}', () => {
  it('gives whoever asks the proof for that token, from any process, and nothing else', async () => {
    await app.database.query(`INSERT INTO acme_challenges VALUES ('token-1', 'token-1.thumbprint', now())`);
    const at = (token: string) => call('GET', `${app.url}/.well-known/acme-challenge/${token}`);
    const found = await at('token-1');
    expect([found.status, found.text]).toEqual([200, 'token-1.thumbprint']);
    expect(found.headers['content-type']).toContain('application/octet-stream');
    expect((await at('token-2')).status).toBe(404);
  });
});
