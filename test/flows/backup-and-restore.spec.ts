import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { migrate } from '../../src/core/database/migrate';
import { TestApp } from '../support/app';
import { eventually } from '../support/eventually';
import { sendBody } from '../support/invoices';
import { InstalledPostgres, postgresPrograms } from '../support/postgres-programs';
import { Receiver } from '../support/receiver';
import { onboard, platformKey } from '../support/scenario';
import { itNeeding } from '../support/needing';

const programs = postgresPrograms();
const restored = join(__dirname, '../../dist/commands/restored.js');
const started: Array<{ stop(): Promise<void> }> = [];

afterAll(async () => {
  for (const it of [...started].reverse()) await it.stop();
});

async function begin<T extends { stop(): Promise<void> }>(starting: Promise<T>): Promise<T> {
  const it = await starting;
  started.push({ stop: () => it.stop() });
  return it;
}

async function run(cluster: InstalledPostgres, sql: string): Promise<Array<{ number: number }>> {
  const client = new Client({ connectionString: cluster.url });
  await client.connect();
  const { rows } = await client.query<{ number: number }>(sql);
  await client.end();
  return rows;
}

async function numberOf(cluster: InstalledPostgres, sql: string): Promise<number> {
  return (await run(cluster, sql))[0]!.number;
}

const served = `SELECT count(*)::integer AS number FROM events WHERE transaction_id < pg_snapshot_xmin(pg_current_snapshot())`;

itNeeding('a PostgreSQL with pg_dump', programs !== undefined)(
  'a dump taken while work was waiting, restored into a younger cluster, loses nothing',
  async () => {
    const receiver = await begin(Receiver.start());
    const before = await begin(InstalledPostgres.start(programs!, 1));
    await migrate(before.url);
    const api = await begin(TestApp.start({ DATABASE_URL: before.url, ROLE: 'api' }));
    const platform = await platformKey(api);
    const { company, apiKey } = await onboard(api, platform, {
      webhook: { url: `${receiver.url}/hook`, events: ['*'] },
    });
    const documents: string[] = [];
    for (let count = 0; count < 5; count++) {
      const { body } = await api.post('/documents/send', apiKey.key, sendBody());
      documents.push(body.id);
      await api.exchange('PATCH', `/documents/${body.id}`, { key: apiKey.key, body: { tags: ['before'] } });
    }
    const feed = async (app: TestApp) =>
      (await app.get('/events?limit=100', apiKey.key)).body.data.map(
        ({ id }: { id: string }) => id,
      ) as string[];
    const emitted = await eventually('the feed shows the changes', async () => {
      const ids = await feed(api);
      return ids.length === 5 && ids;
    });
    expect(receiver.requests).toHaveLength(0);

    const after = await begin(InstalledPostgres.start(programs!));
    await run(after, 'CREATE ROLE flowie_tenant NOLOGIN; GRANT flowie_tenant TO CURRENT_USER');
    await after.restore(await before.dump());
    expect(await numberOf(after, served)).toBe(0);
    const environment = { ...process.env, DATABASE_URL: after.url };
    const { stdout } = await promisify(execFile)(process.execPath, [restored], { env: environment });
    expect(stdout).toContain('Set back 5 events and 0 replays.');
    expect(await numberOf(after, served)).toBe(5);

    const app = await begin(TestApp.start({ DATABASE_URL: after.url }));
    for (const id of emitted) await eventually(`delivery of ${id}`, () => receiver.requests.some(({ event }) => event.id === id)); // prettier-ignore
    for (const id of documents) {
      await eventually(`${id} to leave`, async () => {
        const { body } = await app.get(`/documents/${id}`, apiKey.key);
        return body.deliveryStatus === 'delivered';
      });
    }
    expect((await app.get(`/companies/${company.id}`, platform)).body.smpRegistered).toBe(true);
    const whole = await eventually('the feed shows what came since', async () => {
      const ids = await feed(app);
      return ids.length > 15 && ids;
    });
    expect(whole.slice(0, 5)).toEqual(emitted);
    expect(new Set(whole).size).toBe(whole.length);
  },
  240_000,
);
