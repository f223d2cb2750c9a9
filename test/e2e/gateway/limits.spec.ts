import { TestApp } from '../../support/app';
import { eventually } from '../../support/eventually';
import { Receiver } from '../../support/receiver';
import { secondOrganization } from '../../support/scenario';
import { actionBody, createApiToken, exchange, gateway, gatewayJwt } from './gateway';

let app: TestApp;
let endpoint: Receiver;
let jwt: string;

const limits = {
  GATEWAY_ACTIONS_PER_TENANT: '5',
  GATEWAY_REQUESTS_PER_HOUR: '60',
  GATEWAY_CONCURRENCY: '4',
  GATEWAY_CONCURRENCY_PER_TENANT: '3',
  GATEWAY_BODY_LIMIT_BYTES: '2048',
};

beforeEach(async () => {
  app = await TestApp.start(limits);
  endpoint = await Receiver.start();
  endpoint.answer((_request, response) => response.writeHead(200).end('{"result":"","error":""}'));
  jwt = await gatewayJwt(app);
});
afterEach(async () => {
  await app.stop();
  await endpoint.stop();
});

const register = (overrides: Record<string, unknown> = {}, key = jwt) =>
  gateway(app, 'POST', '/actions', {
    key,
    body: actionBody(endpoint.url, { json_schema: {}, ...overrides }),
  });
const list = (key = jwt) => gateway(app, 'GET', '/actions', { key });

it('400 beyond the number of actions, however many register at once; another tenant has its own', async () => {
  const answers = await Promise.all(Array.from({ length: 12 }, () => register()));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
  for (const { status, body } of answers.filter((answer) => answer.status !== 201))
    expect([status, body.error]).toEqual([400, 'maximum number of actions (5) reached']);
  expect((await list()).body.actions).toHaveLength(5);
  const other = await gatewayJwt(app, (await secondOrganization(app)).token);
  expect((await register({}, other)).status).toBe(201);
});

it('409 for all but one of those who register the same name at once', async () => {
  const answers = await Promise.all(Array.from({ length: 12 }, () => register({ name: 'same' })));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  for (const { status, body } of answers.filter((answer) => answer.status !== 201))
    expect([status, body.error]).toEqual([409, "action with name 'same' already exists"]);
});

it('429 beyond the requests of an hour, of all tokens of a tenant together, until the next hour', async () => {
  app.clock.advance({ milliseconds: 3_600_000 - (app.clock.now().getTime() % 3_600_000) });
  const { api_token } = await createApiToken(app);
  const second = (await exchange(app, api_token)).body.jwt_token;
  const first = await list();
  expect(first.headers).toMatchObject({ 'ratelimit-limit': '60', 'ratelimit-remaining': '59' });
  for (let count = 2; count <= 60; count++) expect((await list(count % 2 ? jwt : second)).status).toBe(200);
  const { status, body, headers } = await list(second);
  expect([status, body]).toEqual([429, { error: 'Rate limit exceeded' }]);
  expect(headers['retry-after']).toBe(headers['ratelimit-reset']);
  expect(Number(headers['retry-after'])).toBeGreaterThan(3_500);
  expect(headers['ratelimit-remaining']).toBe('0');
  const other = await gatewayJwt(app, (await secondOrganization(app)).token);
  expect((await list(other)).status).toBe(200);
  app.clock.advance({ seconds: Number(headers['retry-after']) });
  expect((await list()).status).toBe(200);
});

it('the count outlives the process', async () => {
  await list();
  const before = Number((await list()).headers['ratelimit-remaining']);
  const prefix = new URL(app.databaseUrl).pathname.slice(1);
  const again = await TestApp.start({
    ...limits,
    REDIS_PREFIX: `{${prefix}}`,
    DATABASE_URL: app.databaseUrl,
  });
  const { headers } = await gateway(again, 'GET', '/actions', { key: jwt });
  await again.stop();
  expect(Number(headers['ratelimit-remaining'])).toBe(before - 1);
});

it('429 beyond the executions at a time: of a tenant, and in all; a slot is free again after each', async () => {
  const { body } = await register();
  const other = await gatewayJwt(app, (await secondOrganization(app)).token);
  const theirs = (await register({}, other)).body.action.name;
  const held: Array<() => void> = [];
  endpoint.answer(
    (_request, response) => void held.push(() => response.writeHead(200).end('{"result":"","error":""}')),
  );
  const execute = (key: string, name: string) =>
    gateway(app, 'POST', `/actions/${name}/execute`, { key, body: { parameters: {} } });
  const own = Array.from({ length: 3 }, () => execute(jwt, body.action.name));
  await eventually('three at work', () => held.length === 3);
  const refused = await execute(jwt, body.action.name);
  expect([refused.status, refused.body, refused.headers['retry-after']]).toEqual([
    429,
    { error: 'Rate limit exceeded' },
    '1',
  ]);
  const others = [execute(other, theirs)];
  await eventually('four at work', () => held.length === 4);
  expect((await execute(other, theirs)).status).toBe(429);
  held.splice(0).forEach((release) => release());
  for (const { status } of await Promise.all([...own, ...others])) expect(status).toBe(200);
  endpoint.answer((_request, response) => response.writeHead(200).end('{"result":"","error":""}'));
  expect((await execute(jwt, body.action.name)).status).toBe(200);
});

it('413 beyond the size of a body', async () => {
  const { status, body } = await register({
    description: 'x'.repeat(400),
    json_schema: { title: 'x'.repeat(2_000) },
  });
  expect([status, body]).toEqual([413, { error: 'payload too large' }]);
});
