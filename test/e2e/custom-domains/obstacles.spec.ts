import { DomainScene, startDomainScene } from '../../support/domain-scene';
import { chooseDomain, createRecords, domainWhen } from '../../support/domains';
import { eventually } from '../../support/eventually';
import { secondOrganization } from '../../support/scenario';

let scene: DomainScene;
let app: DomainScene['app'];
let key: DomainScene['key'];
let dns: DomainScene['dns'];
let acme: DomainScene['acme'];
let choose: DomainScene['choose'];
let check: DomainScene['check'];

beforeAll(async () => {
  scene = await startDomainScene();
  ({ app, key, dns, acme, choose, check } = scene);
});
afterAll(() => scene.stop());
beforeEach(() => {
  dns.behaviour = 'answer';
});
afterEach(() => app.database.query('DELETE FROM custom_domains'));

const when = (what: string, errorCode: string | null) =>
  domainWhen(app, key, what, (domain) => domain.errorCode === errorCode && domain.checkedAt !== null);
const job = async (): Promise<{ id: string; run_at: Date; lease_until: Date | null }> =>
  (await app.database.query(`SELECT id, run_at, lease_until FROM jobs WHERE kind = 'custom-domains.keep' AND subject_id = (SELECT id FROM custom_domains)`))[0]; // prettier-ignore
const drop = () => chooseDomain(app, scene.organizationId, null);
const minutesUntil = (time: Date) => (time.getTime() - app.clock.now().getTime()) / 60_000;

/** When it is looked at again, as soon as the present look has ended. */
const nextLook = () => eventually('the look to end', async () => {
  const found = await job();
  return found?.lease_until === null && found.run_at > app.clock.now() && found.run_at;
}); // prettier-ignore

describe('DNS', () => {
  it('says what is missing, one thing after the other', async () => {
    const { dnsRecords } = await choose('one.acme.com');
    const [cname, txt] = dnsRecords as [(typeof dnsRecords)[0], (typeof dnsRecords)[0]];
    const missing = await when('the missing proof', 'DNS_OWNERSHIP_MISSING');
    expect(missing.errorMessage).toContain(`must say "${txt.value}", but there is none`);

    dns.set(txt.name, { type: 'TXT', name: txt.name, data: 'flowie-domain=of-somebody-else' });
    await check();
    await eventually('the wrong proof', async () =>
      (await app.get('/platform/domain', key)).body.errorMessage.includes('it says "flowie-domain=of-somebody-else"')); // prettier-ignore

    dns.set(txt.name, { type: 'TXT', name: txt.name, data: txt.value });
    await check();
    await when('the missing CNAME', 'DNS_ROUTING_MISSING');

    dns.set(cname.name, { type: 'CNAME', name: cname.name, data: 'old.acme.com' });
    await check();
    const elsewhere = await when('the wrong CNAME', 'DNS_ROUTING_ELSEWHERE');
    expect(elsewhere.errorMessage).toContain('it is one of old.acme.com');

    dns.set(cname.name, { type: 'A', name: cname.name, data: '203.0.113.5' });
    await check();
    await eventually('the address', async () =>
      (await app.get('/platform/domain', key)).body.errorMessage.includes('addresses of its own (203.0.113.5)')); // prettier-ignore
  });

  it('explains that a zone of its own takes no CNAME', async () => {
    const { dnsRecords } = await choose('zone.acme.com');
    const name = 'zone.acme.com';
    createRecords(dns, { dnsRecords } as Parameters<typeof createRecords>[1]);
    dns.set(name, { type: 'NS', name, data: 'ns.acme.com' }, { type: 'A', name, data: '203.0.113.5' });
    await check();
    const apex = await when('the apex', 'DNS_APEX');
    expect(apex.errorMessage).toContain('Choose a subdomain such as peppol.zone.acme.com');
  });

  it('takes addresses that are ours for a CNAME, since some providers flatten it', async () => {
    const chosen = await choose('flat.acme.com');
    createRecords(dns, chosen);
    dns.set('flat.acme.com', { type: 'A', name: 'flat.acme.com', data: '127.0.0.1' });
    await check();
    await domainWhen(app, key, 'the proof', ({ status }) => status === 'issuing');
  });

  it('that does not answer is told from records that are missing', async () => {
    dns.behaviour = 'failure';
    await choose('mute.acme.com');
    expect((await when('the silence', 'DNS_UNREACHABLE')).errorMessage).toContain('do not answer');
  });

  it('that never comes: looked for ever less often, given up after 30 days with a mail; a new check begins anew', async () => {
    await choose('never.acme.com');
    await when('the first look', 'DNS_OWNERSHIP_MISSING');
    expect(minutesUntil(await nextLook())).toBeCloseTo(0.5, 1);
    app.clock.advance({ minutes: 20 });
    await check();
    expect(await eventually('a longer wait', async () => minutesUntil(await nextLook()) > 19)).toBe(true);
    app.clock.advance({ hours: 30 * 24 });
    const failed = await domainWhen(app, key, 'the end', ({ status }) => status === 'failed');
    expect(failed).toMatchObject({ errorCode: 'DNS_OWNERSHIP_MISSING', errorMessage: expect.stringContaining('This was tried for 30 days.') }); // prettier-ignore
    const [mail] = await app.database.query('SELECT subject, text FROM mails ORDER BY id DESC LIMIT 1');
    expect(mail.subject).toBe('Your domain never.acme.com has failed');
    expect(mail.text).toContain('_flowie-challenge.never.acme.com  TXT  flowie-domain=');
    expect(await job()).toBeUndefined();

    expect((await check()).body).toMatchObject({ status: 'pending_dns', errorCode: null });
    await when('the next look', 'DNS_OWNERSHIP_MISSING');
  });
});

describe('a certificate authority that refuses', () => {
  const issuing = async (hostname: string) => {
    createRecords(dns, await choose(hostname));
    await check();
  };

  it('by its rate limit: is left alone for as long as it asks, whoever wants a check', async () => {
    const hour = { 'retry-after': '7200' };
    acme.refuse('rateLimited', 'too many certificates already issued for "acme.com"', 429, hour);
    await issuing('limited.acme.com');
    const limited = await when('the limit', 'CERTIFICATE_RATE_LIMITED');
    expect(limited).toMatchObject({ status: 'issuing', errorMessage: expect.stringContaining('too many certificates already issued') }); // prettier-ignore
    expect(minutesUntil(await nextLook())).toBeCloseTo(120, 0);
    const asked = acme.orders;
    await check();
    await eventually('the job to wait again', async () => minutesUntil(await nextLook()) > 100);
    expect(acme.orders).toBe(asked);
    app.clock.advance({ hours: 3 });
    await eventually('the next order', () => acme.orders === asked + 1);
    // The limit is the name's: nobody else waits for it.
    const pauses = 'SELECT hostname FROM certificate_pauses';
    expect(await app.database.query(pauses)).toEqual([{ hostname: 'limited.acme.com' }]);
  });

  it.each([
    ['caa', 'CERTIFICATE_REFUSED', 'A CAA record of the domain forbids'],
    ['rejectedIdentifier', 'CERTIFICATE_REFUSED', 'certifies no such name'],
    ['serverInternal', 'CERTIFICATE_AUTHORITY_UNREACHABLE', 'has a fault'],
  ])('by %s', async (type, code, words) => {
    acme.refuse(type, 'Says the authority', type === 'serverInternal' ? 500 : 403);
    await issuing(`${type.toLowerCase()}.acme.com`);
    const refused = await when('the refusal', code);
    expect(refused.errorMessage).toContain(words);
    expect(refused.errorMessage).toContain('It said: Says the authority');
  });

  it('is left alone for a name that it has refused, also when the name is dropped and chosen again', async () => {
    await app.database.query(`INSERT INTO certificate_pauses VALUES ('over.acme.com', $1)`, [
      app.clock.now(),
    ]);
    acme.refuse('caa', 'Says the authority');
    await issuing('again.acme.com');
    await when('the refusal', 'CERTIFICATE_REFUSED');
    const asked = acme.orders;
    for (let round = 0; round < 3; round++) {
      await drop();
      await issuing('again.acme.com');
      const paused = await when('the wait', 'CERTIFICATE_RATE_LIMITED');
      expect(paused.errorMessage).toContain('is ordered for again.acme.com before 20');
      expect(minutesUntil(await nextLook())).toBeCloseTo(15, 0);
    }
    expect(acme.orders).toBe(asked);
    app.clock.advance({ minutes: 16 });
    await eventually('the next order', () => acme.orders === asked + 1);
    await when('the next refusal', 'CERTIFICATE_REFUSED');
    const forgotten = `SELECT hostname FROM certificate_pauses WHERE hostname = 'over.acme.com'`;
    expect(await app.database.query(forgotten)).toEqual([]);
  });

  it('all that we order: is left alone by all domains until the time that it gave', async () => {
    const hour = { 'retry-after': '3600' };
    acme.refuse('rateLimited', 'too many new orders (300) from this account in the last 3h0m0s', 429, hour);
    await issuing('first.acme.com');
    await when('the limit', 'CERTIFICATE_RATE_LIMITED');
    const asked = acme.orders;
    const second = await secondOrganization(app);
    createRecords(dns, (await chooseDomain(app, second.organizationId, 'second.globex.com'))!);
    await app.post('/platform/domain/verify', second.platformKey);
    const isPaused = ({ errorCode }: { errorCode: string | null }) =>
      errorCode === 'CERTIFICATE_RATE_LIMITED';
    const paused = await domainWhen(app, second.platformKey, 'the wait', isPaused);
    expect(paused.errorMessage).toContain('is ordered for second.globex.com before 20');
    expect(acme.orders).toBe(asked);

    acme.refuse('caa', 'Says the authority');
    app.clock.advance({ minutes: 61 });
    await eventually('the orders of both', () => acme.orders === asked + 2);
  });

  it('by being away', async () => {
    acme.refusal = { status: 502 };
    await issuing('away.acme.com');
    const away = await when('the absence', 'CERTIFICATE_AUTHORITY_UNREACHABLE');
    expect(away.errorMessage).toContain('it answered with 502');
    expect(minutesUntil(await nextLook())).toBeCloseTo(1, 0);
  });
});
