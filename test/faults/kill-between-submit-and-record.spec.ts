import { DataSource } from 'typeorm';
import { createTestDatabase, TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { call } from '../support/http';
import { echoRecipient, sendBody } from '../support/invoices';
import { PhossApServer } from '../support/phoss-ap-server';
import { freePort, ServerProcess } from '../support/server';

const credentials = { email: 'admin@example.com', password: 'correct horse battery staple' };

let database: TestDatabase;
let rows: DataSource;
let phoss: PhossApServer;
const servers: ServerProcess[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  rows = await new DataSource({ type: 'postgres', url: database.url }).initialize();
  phoss = await PhossApServer.start();
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.kill()));
  await phoss.stop();
  await rows.destroy();
  await database.drop();
});

async function start(): Promise<ServerProcess> {
  const server = await ServerProcess.start(database, await freePort(), phoss.settings);
  servers.push(server);
  return server;
}

it('kill -9 after the access point took a document: the next process asks, and sends nothing twice', async () => {
  const first = await start();
  const post = async (path: string, body: object, key?: string) =>
    (await call('POST', `${first.url}/exchange/v1${path}`, { key, body })).body;
  const { accessToken } = await post('/auth/login', credentials);
  const { key } = await post(
    '/api-keys',
    { name: 'tests', scopes: ['*'], keyType: 'platform', mode: 'test' },
    accessToken,
  );
  const { apiKey } = await post(
    '/platform/companies',
    { vatNumber: 'FR86797978996', name: 'ACME', apiKey: { name: 'tenant', scopes: ['*'] } },
    key,
  );
  phoss.fault = 'silent';
  const { id } = await post('/documents/send', sendBody({ to: echoRecipient }), apiKey.key);
  await eventually('the submission', () => phoss.of(id).length === 1);
  await first.kill();
  expect((await document(id)).status).toBe('queued');

  phoss.fault = undefined;
  // The lease of the dead process ends now instead of in a minute.
  await rows.query(`UPDATE jobs SET lease_until = now() - interval '1 second' WHERE subject_id = $1`, [id]);
  await start();
  const sent = await eventually('the record', async () => {
    const row = await document(id);
    return row.status === 'sent' && row;
  });
  expect(sent).toEqual({ status: 'sent', delivery_status: 'pending', message_id: id });
  expect(phoss.of(id)).toHaveLength(1);
  const events = await rows.query('SELECT type FROM events WHERE document_id = $1', [id]);
  expect(events).toEqual([{ type: 'document.sent' }]);
  const evidence = await rows.query(
    'SELECT kind FROM transmission_evidence WHERE transmission_id = $1 ORDER BY kind DESC',
    [id],
  );
  expect(evidence).toEqual([{ kind: 'sent' }, { kind: 'accepted' }]);
});

async function document(id: string): Promise<Record<string, unknown>> {
  const [row] = await rows.query('SELECT status, delivery_status, message_id FROM documents WHERE id = $1', [
    id,
  ]);
  return row;
}
