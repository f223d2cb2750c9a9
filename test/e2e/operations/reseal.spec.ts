import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { Settings } from '../../../src/core/config/settings';
import { Reseal } from '../../../src/core/crypto/reseal';
import { SealedBox } from '../../../src/core/crypto/sealed-box';
import { findSealedColumns } from '../../../src/core/crypto/sealed-columns';
import { TestApp } from '../../support/app';
import { eventually } from '../../support/eventually';
import { call } from '../../support/http';
import { Receiver } from '../../support/receiver';
import { newVatNumber, onboard, platformKey, signIn } from '../../support/scenario';

const command = join(__dirname, '../../../dist/commands/reseal.js');
const oldKey = `k1:${Buffer.alloc(32, 7).toString('base64')}`;
const newKey = `k2:${Buffer.alloc(32, 8).toString('base64')}`;
const box = (keys: string) => new SealedBox({ SEALING_KEYS: keys } as Settings);

/** Bytes that are no secrets: documents, bodies, digests. Of a new column decide here whether it is sealed. */
const open = /\.(\w*_)?(sha256|fingerprint|bytes|body|payload|receipt|hash|picture)$/;

let app: TestApp;
let receiver: Receiver;
/** Beside the first one, on its database. */
let rotated: TestApp | undefined;

beforeAll(async () => {
  // It delivers nothing: it could not sign with what is sealed with the new key.
  app = await TestApp.start({ SEALING_KEYS: oldKey, ROLE: 'api' });
  receiver = await Receiver.start();
});
afterAll(async () => {
  await rotated?.stop();
  await app.stop();
  await receiver.stop();
});

function run(keys: string): Promise<{ code: number; out: string; complaint: string }> {
  const env = { ...process.env, DATABASE_URL: app.databaseUrl, SEALING_KEYS: keys };
  return new Promise((resolve) => {
    execFile(process.execPath, [command], { env }, (error, out, complaint) =>
      resolve({ code: error ? Number(error.code) : 0, out, complaint }),
    );
  });
}

/** The key of every sealed value there is, by its column. */
async function keysInUse(): Promise<Record<string, string[]>> {
  const keys: Record<string, string[]> = {};
  for (const { table, column, isText } of await findSealedColumns(app.database.manager)) {
    const rows = await app.database.query(
      `SELECT ${column} AS value FROM ${table} WHERE ${column} IS NOT NULL`,
    );
    const bytes = rows.map(({ value }: any) => (isText ? Buffer.from(value, 'base64') : value) as Buffer);
    const ids = bytes.map((sealed: Buffer) => sealed.subarray(1, 1 + sealed[0]!).toString());
    if (ids.length > 0) keys[`${table}.${column}`] = [...new Set<string>(ids)];
  }
  return keys;
}

it('every column of bytes is either sealed or known to be no secret', async () => {
  const columns: Array<{ name: string }> = await app.database.query(
    `SELECT relname || '.' || attname AS name FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
     WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND atttypid = 'bytea'::regtype AND NOT attisdropped`,
  );
  const sealed = (await findSealedColumns(app.database.manager)).map(
    ({ table, column }) => `${table}.${column}`,
  );
  const undecided = columns
    .map(({ name }) => name)
    .filter((name) => !sealed.includes(name) && !open.test(name));
  expect(undecided).toEqual([]);
  expect(sealed).toEqual(expect.arrayContaining(['webhooks.sealed_secret', 'companies.migration_key']));
});

describe('npm run reseal', () => {
  const headers = { 'Idempotency-Key': 'before-the-rotation' };
  const wish = { vatNumber: newVatNumber(), name: 'ACME' };
  let platform: string;
  let tenant: string;
  let answered: unknown;
  let webhook: { id: string; secret: string };

  beforeAll(async () => {
    platform = await platformKey(app);
    answered = (await app.post('/companies', platform, wish, headers)).body;
    tenant = (await onboard(app, platform)).company.id;
    const body = { url: `${receiver.url}/hook`, events: ['*'], headers: { 'X-Tenant': 't_acme' } };
    webhook = (await app.post('/webhooks', platform, body)).body;
    await app.post(`/webhooks/${webhook.id}/rotate-secret`, platform, { overlapSeconds: 86_400 });
    await call('POST', `${app.url}/api/v1/gateway/hmac-keys`, {
      key: await signIn(app),
      body: { name: 'main' },
    });
    const migrationKey = box(oldKey).seal('mig-7Hk2Lq9').toString('base64');
    await app.database.query(`UPDATE companies SET migration_key = $2 WHERE id = $1`, [tenant, migrationKey]);
    await app.database.query(
      `INSERT INTO idempotency_records SELECT (jsonb_populate_record(record, jsonb_build_object('id', record.id || '-' || n))).*
       FROM idempotency_records AS record, generate_series(1, 5000) AS n WHERE record.sealed_answer IS NOT NULL LIMIT 5000`,
    );
  });

  it('stops with a sentence when a key is missing that something is sealed with', async () => {
    const { code, complaint } = await run(newKey);
    expect([code, complaint]).toEqual([1, expect.stringContaining('SEALING_KEYS has no key "k1"')]);
    expect(Object.values(await keysInUse()).flat()).not.toContain('k2');
  });

  it('goes on where it was stopped', async () => {
    const reseal = new Reseal(app.database, box(`${newKey},${oldKey}`));
    const stopped = reseal.run(({ table, looked }) => {
      if (table === 'idempotency_records' && looked < 1) throw new Error('stopped');
    });
    await expect(stopped).rejects.toThrow('stopped');
    expect((await keysInUse())['idempotency_records.sealed_answer']!.sort()).toEqual(['k1', 'k2']);
  });

  it('leaves nothing that needs the old key, tells how far it is, and finds nothing the second time', async () => {
    const { code, out, complaint } = await run(`${newKey},${oldKey}`);
    expect([code, complaint]).toEqual([0, '']);
    expect(out).toMatch(/idempotency_records\.sealed_answer: \d+ sealed anew, \d+ % looked through/);
    expect(out).toContain('All is sealed with "k2": the other keys can be dropped.');
    const keys = await keysInUse();
    expect(Object.keys(keys)).toEqual([
      'companies.migration_key',
      'gateway_hmac_keys.sealed_key',
      'idempotency_records.sealed_answer',
      'webhooks.previous_sealed_secret',
      'webhooks.sealed_headers',
      'webhooks.sealed_secret',
    ]);
    expect([...new Set(Object.values(keys).flat())]).toEqual(['k2']);
    expect((await run(newKey)).out).toContain('Sealed 0 values anew');
  });

  it('a server that knows the new key alone opens everything', async () => {
    rotated = await TestApp.start({ DATABASE_URL: app.databaseUrl, SEALING_KEYS: newKey });
    const repeated = await rotated.post('/companies', platform, wish, headers);
    expect([repeated.headers['idempotent-replayed'], repeated.body]).toEqual(['true', answered]);
    await rotated.post(`/webhooks/${webhook.id}/test`, platform, {});
    const delivery = await receiver.waitFor('webhook.test');
    expect(delivery.headers).toMatchObject({
      'x-tenant': 't_acme',
      'x-flowie-signature': expect.stringMatching(/^t=\d+,v1=[0-9a-f]{64},v1=[0-9a-f]{64}$/),
    });
    // Its registration, which waited for a worker, has used the key of its migration.
    await eventually('the company is registered', async () => {
      const { body } = await rotated!.get(`/companies/${tenant}`, platform);
      return body.smpRegistered === true;
    });
  });
});
