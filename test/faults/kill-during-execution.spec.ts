import { createTestDatabase, TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { call } from '../support/http';
import { Receiver } from '../support/receiver';
import { freePort, ServerProcess } from '../support/server';

const credentials = { email: 'admin@example.com', password: 'correct horse battery staple' };

let database: TestDatabase;
let receiver: Receiver;
const servers: ServerProcess[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  receiver = await Receiver.start();
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.kill()));
  await receiver.stop();
  await database.drop();
});

async function start(): Promise<ServerProcess> {
  const server = await ServerProcess.start(database, await freePort());
  servers.push(server);
  return server;
}

it('kill -9 during a call: the key stays taken in the next process, and the log shows what was sent', async () => {
  const first = await start();
  const post = async (path: string, body: object, key?: string) =>
    (await call('POST', `${first.url}${path}`, { key, body })).body;
  const { accessToken } = await post('/exchange/v1/auth/login', credentials);
  const { api_token } = await post('/api/v1/gateway/api-tokens', { name: 'tests' }, accessToken);
  const { jwt_token: key } = await post('/api/v1/gateway/token/exchange', { api_token });
  const action = { name: 'slow', description: 'Slow', webhook_url: receiver.url, json_schema: {} };
  await post('/api/v1/gateway/actions', action, key);
  receiver.answer(() => undefined);
  const execute = ({ url }: ServerProcess) =>
    call('POST', `${url}/api/v1/gateway/actions/slow/execute`, {
      key,
      body: { parameters: { order: 7 } },
      headers: { 'idempotency-key': 'order-7' },
    });
  const cut = execute(first).catch((error: Error) => error);
  const called = () => receiver.requests.filter(({ event }) => !event.test);
  await eventually('the call', () => called().length === 1);
  await first.kill();
  expect(await cut).toBeInstanceOf(Error);

  const second = await start();
  const repeat = await execute(second);
  expect([repeat.status, repeat.headers['retry-after']]).toEqual([409, '1']);
  expect(called()).toHaveLength(1);
  const get = async (path: string) =>
    (await call('GET', `${second.url}/api/v1/gateway${path}`, { key })).body;
  const { executions } = await get('/actions/slow/executions');
  expect(executions).toHaveLength(1);
  const execution = await get(`/executions/${executions[0].id}`);
  const sent = { url: receiver.url, body: called()[0]!.rawBody.toString() };
  expect(execution).toMatchObject({ state: 'running', request: sent });
});
