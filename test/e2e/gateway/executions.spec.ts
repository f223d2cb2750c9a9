import { ExecutionUpkeep } from '../../../src/modules/gateway-actions/execution/execution-upkeep';
import { TestApp } from '../../support/app';
import { Receiver } from '../../support/receiver';
import { secondOrganization } from '../../support/scenario';
import { actionBody, gateway, gatewayJwt } from './gateway';

let app: TestApp;
let endpoint: Receiver;
let jwt: string;
let name: string;

beforeAll(async () => {
  app = await TestApp.start();
  endpoint = await Receiver.start();
  endpoint.answer((_request, response) => response.writeHead(200).end('{"result":"done","error":""}'));
  jwt = await gatewayJwt(app);
  const { body } = await gateway(app, 'POST', '/actions', {
    key: jwt,
    body: actionBody(endpoint.url, { json_schema: {} }),
  });
  name = body.action.name;
});
afterAll(async () => {
  await app.stop();
  await endpoint.stop();
});

const execute = async (parameters: object) =>
  (await gateway(app, 'POST', `/actions/${name}/execute`, { key: jwt, body: { parameters } })).body;
const get = (path: string, key = jwt) => gateway(app, 'GET', path, { key });

it('200: one execution, exactly as it was sent and answered', async () => {
  const { execution_id } = await execute({ text: 'é€😀' });
  const { status, body } = await get(`/executions/${execution_id}`);
  expect([status, body]).toEqual([
    200,
    {
      id: execution_id,
      action_name: name,
      state: 'succeeded',
      result: 'done',
      error: '',
      status_code: 200,
      started_at: expect.any(String),
      duration_ms: expect.any(Number),
      request: { url: endpoint.url, body: endpoint.requests.at(-1)!.rawBody.toString() },
      response_body: '{"result":"done","error":""}',
    },
  ]);
});

it('200: those of an action, newest first, in pages, also after it was deleted', async () => {
  const ids: string[] = [];
  for (let count = 0; count < 3; count++) ids.unshift((await execute({ count })).execution_id);
  const first = (await get(`/actions/${name}/executions?limit=2`)).body;
  expect(first.executions.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 2));
  const second = (await get(`/actions/${name}/executions?limit=1&cursor=${first.next_cursor}`)).body;
  expect(second.executions[0].id).toBe(ids[2]);
  await gateway(app, 'DELETE', `/actions/${name}`, { key: jwt });
  expect((await get(`/actions/${name}/executions`)).body.executions.length).toBeGreaterThanOrEqual(3);
});

it("404: what is not there, or another tenant's; 400: a bad page", async () => {
  const [{ id }] = (await get(`/actions/${name}/executions?limit=1`)).body.executions;
  const stranger = await gatewayJwt(app, (await secondOrganization(app)).token);
  expect((await get(`/executions/${id}`, stranger)).body).toEqual({ error: 'Execution not found' });
  expect((await get('/executions/exe_none')).body).toEqual({ error: 'Execution not found' });
  expect((await get(`/actions/${name}/executions`, stranger)).body).toEqual({ error: 'Action not found' });
  expect((await get('/actions/nobody/executions')).body).toEqual({ error: 'Action not found' });
  for (const query of ['limit=0', 'limit=101', 'cursor=x'])
    expect((await get(`/actions/${name}/executions?${query}`)).status).toBe(400);
});

it('removes them after GATEWAY_EXECUTION_RETENTION_DAYS', async () => {
  app.clock.advance({ hours: 24 * 31 });
  jwt = await gatewayJwt(app);
  await app.app.get(ExecutionUpkeep).keepUp();
  expect((await app.database.query('SELECT FROM gateway_executions')).length).toBe(0);
});
