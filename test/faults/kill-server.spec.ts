import { Client } from 'pg';
import { redisSays } from '../launcher/launched-stack';
import { createTestDatabase, TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { inForm, isLong } from '../support/fault-form';
import { report } from '../support/fault-trial';
import { Answer, call } from '../support/http';
import { invoice } from '../support/invoices';
import { Receiver } from '../support/receiver';
import { freePort, ServerProcess } from '../support/server';

const sends = inForm(200, 1_000);
const parallel = 16;
const killsAfter = inForm([50, 120], [150, 400, 700]);
/** Its receivers answer at once and there is no echo: every document has one `sent` and one `delivered` event. */
const recipientVat = 'BE0123456789';

let database: TestDatabase;
let receiver: Receiver;
let server: ServerProcess;
let port: number;
let postgres: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  receiver = await Receiver.start();
  port = await freePort();
  server = await ServerProcess.start(database, port);
  postgres = new Client({ connectionString: database.url });
  await postgres.connect();
}, 60_000);
afterAll(async () => {
  await postgres.end();
  await server.kill();
  await receiver.stop();
  await database.drop();
});

const exchange = (method: string, path: string, options?: Parameters<typeof call>[2]) =>
  call(method, `http://127.0.0.1:${port}/exchange/v1${path}`, options);

/** As a careful client does: the same key and body again until there is an answer that is not our fault. */
async function untilAnswered(request: () => Promise<Answer>): Promise<Answer> {
  return eventually(
    'an answer',
    async () => {
      const answer = await request().catch(() => undefined);
      return (
        answer && answer.status < 500 && answer.body?.error?.code !== 'IDEMPOTENCY_IN_PROGRESS' && answer
      );
    },
    30_000,
  );
}

/**
 * As if a minute had passed: the dead hold their leases no longer, and Bull has forgotten the wake-ups that died with them. The long
 * form of the test waits that minute.
 */
async function endLeases(): Promise<void> {
  const over = `lease_until = now() - interval '1 ms' WHERE lease_until > now()`;
  await postgres.query(`UPDATE jobs SET ${over}`);
  await postgres.query(`UPDATE deliveries SET ${over}`);
  const forget = `for _, key in ipairs(redis.call('keys', ARGV[1])) do redis.call('del', key) end`;
  await redisSays(process.env.REDIS_URL!, `EVAL "${forget}" 0 {${database.name}}*`);
}

it('kill -9 of the server during sends: each document once, each event delivered, none lost', async () => {
  const login = await exchange('POST', '/auth/login', {
    body: { email: 'admin@example.com', password: 'correct horse battery staple' },
  });
  const minted = await exchange('POST', '/api-keys', {
    key: login.body.accessToken,
    body: { name: 'platform', scopes: ['*'], keyType: 'platform' },
  });
  const key = minted.body.key as string;
  await exchange('POST', '/webhooks', { key, body: { url: receiver.url, events: ['*'] } });
  const onboard = (vatNumber: string, name: string) =>
    exchange('POST', '/platform/companies', { key, body: { vatNumber, name } });
  const sender = (await onboard('FR86797978996', 'Sender')).body.company.id as string;
  const recipient = (await onboard(recipientVat, 'Recipient')).body.company.id as string;
  const registered = async (id: string) =>
    (await exchange('GET', `/companies/${id}`, { key })).body.smpRegistered === true;
  await eventually(
    'both companies are on the network',
    async () => (await registered(sender)) && registered(recipient),
  );

  let answered = 0;
  let restarting = Promise.resolve();
  const kills = [...killsAfter];
  const ids = new Set<string>();
  const client = async (first: number) => {
    for (let number = first; number < sends; number += parallel) {
      const body = {
        type: 'invoice',
        to: '0208:0123456789',
        document: invoice({ number: `INV-${number}` }),
      };
      const headers = { 'Idempotency-Key': `inv-${number}`, 'X-Flowie-Company': sender };
      const answer = await untilAnswered(() => exchange('POST', '/documents/send', { key, headers, body }));
      expect([answer.status, answer.body.number]).toEqual([202, `INV-${number}`]);
      ids.add(answer.body.id as string);
      answered++;
      if (answered >= (kills[0] ?? Infinity)) {
        kills.shift();
        restarting = server.kill().then(async () => {
          if (!isLong) await endLeases();
          server = await ServerProcess.start(database, port);
        });
      }
    }
  };
  await Promise.all(Array.from({ length: parallel }, (_, first) => client(first)));
  await restarting;

  expect(ids.size).toBe(sends);
  const numberOf = async (sql: string) => Number((await postgres.query(sql)).rows[0].count);
  await eventually(
    'all is delivered',
    async () =>
      (await numberOf(`SELECT count(*) FROM documents WHERE delivery_status = 'delivered'`)) === sends,
    120_000,
  );
  await eventually(
    'no work is left',
    async () =>
      (await numberOf(
        `SELECT (SELECT count(*) FROM jobs) + (SELECT count(*) FROM deliveries WHERE state <> 'delivered') AS count`,
      )) === 0,
    120_000,
  );

  expect(await numberOf(`SELECT count(*) FROM documents WHERE direction = 'outgoing'`)).toBe(sends);
  expect(await numberOf(`SELECT count(*) FROM documents WHERE direction = 'incoming'`)).toBe(sends);
  const events = (await postgres.query('SELECT id, type, body FROM events')).rows as Array<{
    id: string;
    type: string;
    body: Buffer;
  }>;
  const received = new Map(receiver.requests.map((request) => [request.event.id, request.rawBody]));
  for (const event of events) expect(received.get(event.id)?.equals(event.body)).toBe(true);
  for (const type of ['document.sent', 'document.delivered', 'document.received']) {
    expect([type, events.filter((event) => event.type === type).length]).toEqual([type, sends]);
  }
  const duplicates = receiver.requests.length - received.size;
  const findings = { events: events.length, lost: events.length - received.size, duplicates };
  report('kill -9 of the server during sends', findings, killsAfter.length);
}, 240_000);
