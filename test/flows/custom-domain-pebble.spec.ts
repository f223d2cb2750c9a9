import { TestApp } from '../support/app';
import { DnsServer } from '../support/dns-server';
import {
  chooseDomain,
  createRecords,
  domainWhen,
  greet,
  refusedGreeting,
  removeRecords,
  target,
} from '../support/domains';
import { eventually } from '../support/eventually';
import { firstOrganizationId } from '../support/events';
import { findPebble, Pebble } from '../support/pebble';
import { platformKey } from '../support/scenario';
import { freePort, ServerProcess } from '../support/server';
import { itNeeding } from '../support/needing';

const binary = findPebble();
let dns: DnsServer;
let pebble: Pebble;
let app: TestApp;
let key: string;
let organizationId: string;
let tlsPort: number;

beforeAll(async () => {
  if (!binary) return;
  const port = await freePort();
  tlsPort = await freePort();
  dns = await DnsServer.start();
  pebble = await Pebble.start(binary, { dns: dns.address, httpPort: port });
  const own = { PORT: String(port), TLS_PORT: String(tlsPort), CUSTOM_DOMAIN_TARGET: target };
  app = await TestApp.start({ ...dns.settings, ...pebble.settings, ...own });
  key = await platformKey(app);
  organizationId = await firstOrganizationId(app);
}, 360_000);
afterAll(async () => {
  await app?.stop();
  await pebble?.stop();
  await dns?.stop();
});

jest.setTimeout(180_000);
const itWithPebble = itNeeding('Pebble', binary !== undefined);

const isActive = ({ status, errorCode }: { status: string; errorCode: string | null }) =>
  status === 'active' && errorCode === null;
const active = () => domainWhen(app, key, 'the domain to be active', isActive);
const fingerprint = async (hostname: string) =>
  (await greet(tlsPort, hostname, await pebble.root())).certificate.fingerprint256;

itWithPebble('from DNS records to a certificate, through its renewal, to its end', async () => {
  const hostname = 'peppol.acme.com';
  const chosen = (await chooseDomain(app, organizationId, 'Peppol.ACME.com'))!;
  expect(chosen).toMatchObject({ hostname, status: 'pending_dns', certificate: null });
  await domainWhen(app, key, 'the missing record', ({ errorCode }) => errorCode === 'DNS_OWNERSHIP_MISSING');
  expect(await refusedGreeting(tlsPort, hostname, await pebble.root())).toBe(
    'ERR_SSL_TLSV1_UNRECOGNIZED_NAME',
  );

  createRecords(dns, chosen);
  await app.post('/platform/domain/verify', key);
  const { certificate, checkedAt } = await active();
  expect(certificate!.issuer).toMatch(/^Pebble Intermediate CA/);
  expect(Date.parse(checkedAt!)).toBeGreaterThan(0);
  const now = app.clock.now().getTime();
  const life = Date.parse(certificate!.notAfter) - now;
  expect(life / 86_400_000).toBeCloseTo(90, 1);
  expect((Date.parse(certificate!.renewsAfter) - now) / life).toBeCloseTo(2 / 3, 2);

  // The handshake verifies against Pebble's root alone, and the same application answers.
  app.clock.advance({ seconds: 6 });
  const greeting = await greet(tlsPort, hostname, await pebble.root());
  expect(greeting.answer).toBe('HTTP/1.1 200 OK');
  expect(greeting.certificate.subjectaltname).toBe(`DNS:${hostname}`);
  expect(await refusedGreeting(tlsPort, 'other.acme.com', await pebble.root())).toBe(
    'ERR_SSL_TLSV1_UNRECOGNIZED_NAME',
  );

  const rows = await app.database.query('SELECT * FROM custom_domains');
  expect(JSON.stringify(rows)).not.toContain('PRIVATE KEY');
  expect(rows[0].private_key.includes('PRIVATE KEY')).toBe(false);

  app.clock.advance({ hours: 59 * 24 });
  expect(await fingerprint(hostname)).toBe(greeting.certificate.fingerprint256);
  app.clock.advance({ hours: 24 });
  const renewed = await domainWhen(app, key, 'the renewal', (domain) =>
    isActive(domain) && domain.certificate!.renewsAfter !== certificate!.renewsAfter); // prettier-ignore
  expect(Date.parse(renewed.certificate!.renewsAfter)).toBeGreaterThan(app.clock.now().getTime());
  expect(await fingerprint(hostname)).not.toBe(greeting.certificate.fingerprint256);

  await chooseDomain(app, organizationId, null);
  expect(await refusedGreeting(tlsPort, hostname, await pebble.root())).toBe(
    'ERR_SSL_TLSV1_UNRECOGNIZED_NAME',
  );
  expect((await app.get('/platform/domain', key)).status).toBe(404);
  expect(await app.database.query('SELECT * FROM custom_domains')).toEqual([]);
});

itWithPebble(
  'an authority that does not find the proof: in plain words, in growing waits, until it does',
  async () => {
    const hostname = 'elsewhere.acme.com';
    const chosen = (await chooseDomain(app, organizationId, hostname))!;
    createRecords(dns, chosen);
    // The CNAME is right, and leads the authority to where nothing listens.
    dns.set(target, { type: 'A', name: target, ttl: 60, data: '127.0.0.9' });
    await app.post('/platform/domain/verify', key);
    const failing = await domainWhen(app, key, 'the refusal', ({ errorCode }) => errorCode === 'CERTIFICATE_CHALLENGE_FAILED'); // prettier-ignore
    expect(failing.status).toBe('issuing');
    expect(failing.errorMessage).toMatch(
      /http:\/\/elsewhere\.acme\.com\/\.well-known\/acme-challenge\/.*port 80 must reach it.*It said: .*refused/s,
    );
    const [{ wait_until, order_url }] = await app.database.query(
      'SELECT wait_until, order_url FROM custom_domains',
    );
    expect(order_url).toBeNull();
    expect((wait_until.getTime() - app.clock.now().getTime()) / 60_000).toBeCloseTo(15, 0);

    createRecords(dns, chosen);
    app.clock.advance({ minutes: 16 });
    expect((await active()).errorMessage).toBeNull();
    app.clock.advance({ seconds: 6 });
    expect(await fingerprint(hostname)).toBeDefined();

    await itKeepsTheOldCertificate(chosen, await fingerprint(hostname));
  },
);

itWithPebble(
  'kill -9 between order and certificate: the next process goes on with the same order',
  async () => {
    const port = await freePort();
    const second = await Pebble.start(binary!, { dns: dns.address, httpPort: port });
    const common = { ...dns.settings, ...second.settings, CUSTOM_DOMAIN_TARGET: target };
    // Proofs are in PostgreSQL: this process gives them out, and does none of the work.
    const api = await TestApp.start({ ...common, PORT: String(port), ROLE: 'api' });
    const workers: ServerProcess[] = [];
    try {
      await killBetween(api, async () => {
        const database = { name: new URL(api.databaseUrl).pathname.slice(1), url: api.databaseUrl };
        workers.push(await ServerProcess.start(database, await freePort(), { ...common, ROLE: 'worker' }));
        return workers.at(-1)!;
      });
    } finally {
      await Promise.all(workers.map((worker) => worker.kill()));
      await api.stop();
      await second.stop();
    }
  },
);

async function killBetween(api: TestApp, startWorker: () => Promise<ServerProcess>): Promise<void> {
  const row = async () => (await api.database.query('SELECT * FROM custom_domains'))[0];
  const [platform, owner] = [await platformKey(api), await firstOrganizationId(api)];
  const dying = await startWorker();
  const ordered = await api.database.transaction(async (tx) => {
    // Who is to lay out the proof waits here, after the order and before the certificate.
    await tx.query('LOCK TABLE acme_challenges IN ACCESS EXCLUSIVE MODE');
    createRecords(dns, (await chooseDomain(api, owner, 'killed.acme.com'))!);
    await api.post('/platform/domain/verify', platform);
    const found = await eventually('the order', async () => {
      const now = await row();
      return now.order_url !== null && now;
    });
    await dying.kill();
    return found;
  });
  expect(await row()).toMatchObject({ status: 'issuing', certificate: null, order_url: ordered.order_url });

  // The lease of the dead process ends now instead of in a minute.
  await api.database.query(`UPDATE jobs SET lease_until = now() - interval '1 second' WHERE lease_until IS NOT NULL`); // prettier-ignore
  await startWorker();
  const finished = await eventually(
    'the certificate',
    async () => {
      const now = await row();
      return now.status === 'active' && now;
    },
    60_000,
  );
  expect(finished.private_key.equals(ordered.order_key)).toBe(true);
}

/** Records that are gone when the certificate is to be renewed: it is served to its end, the organization is told, and then it is over. */
async function itKeepsTheOldCertificate(
  chosen: NonNullable<Awaited<ReturnType<typeof chooseDomain>>>,
  served: string,
): Promise<void> {
  const { certificate } = (await app.get('/platform/domain', key)).body;
  removeRecords(dns, chosen);
  advanceTo(certificate.renewsAfter);
  const lost = await domainWhen(
    app,
    key,
    'the lost records',
    ({ errorCode }) => errorCode === 'DNS_OWNERSHIP_MISSING',
  );
  expect(lost.status).toBe('active');
  expect(await fingerprint(chosen.hostname)).toBe(served);
  expect(await subjects()).toEqual([]);

  app.clock.advance({ hours: 25 });
  await eventually('the warning', async () => (await subjects()).length === 1);
  expect(await subjects()).toEqual([`The certificate of ${chosen.hostname} cannot be renewed`]);

  advanceTo(certificate.notAfter);
  const failed = await domainWhen(app, key, 'the end', ({ status }) => status === 'failed');
  expect(failed.errorMessage).toContain('The certificate has run out meanwhile.');
  expect(failed.certificate).toBeNull();
  expect((await subjects())[1]).toBe(`Your domain ${chosen.hostname} has failed`);
  expect(await refusedGreeting(tlsPort, chosen.hostname, await pebble.root())).toBe(
    'ERR_SSL_TLSV1_UNRECOGNIZED_NAME',
  );

  createRecords(dns, chosen);
  expect((await app.post('/platform/domain/verify', key)).status).toBe(202);
  await active();
}

async function subjects(): Promise<string[]> {
  const mails = await app.database.query('SELECT subject FROM mails ORDER BY id');
  return mails.map(({ subject }: { subject: string }) => subject);
}

function advanceTo(time: string): void {
  app.clock.advance({ milliseconds: Date.parse(time) - app.clock.now().getTime() + 1_000 });
}
