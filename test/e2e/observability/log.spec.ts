import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { createTestDatabase, TestDatabase } from '../../support/database';
import { eventually } from '../../support/eventually';
import { call } from '../../support/http';
import { sendBody } from '../../support/invoices';
import { freePort, ServerProcess } from '../../support/server';

const folder = mkdtempSync(join(tmpdir(), 'flowie-log-'));
const file = join(folder, 'server.log');
const password = 'correct horse battery staple';
let database: TestDatabase;
let server: ServerProcess;
let output: number;
let key: string;
let tenantKey: string;

beforeAll(async () => {
  database = await createTestDatabase();
  output = openSync(file, 'a');
  const settings = { LOG_LEVEL: 'info', ADMIN_EMAIL: 'admin@example.com' };
  server = await ServerProcess.start(database, await freePort(), settings, output);
  const credentials = { email: 'admin@example.com', password };
  const { accessToken } = (await post('/auth/login', undefined, credentials)).body;
  const wish = { name: 'log', scopes: ['*'], keyType: 'platform', mode: 'test' };
  key = (await post('/api-keys', accessToken, wish)).body.key;
  const company = { vatNumber: 'FR32123456789', name: 'ACME', apiKey: { name: 'acme', scopes: ['*'] } };
  tenantKey = (await post('/platform/companies', key, company)).body.apiKey.key;
});
afterAll(async () => {
  await server.kill('SIGTERM');
  closeSync(output);
  await database.drop();
  rmSync(folder, { recursive: true });
});

const post = (path: string, bearer: string | undefined, body: unknown) =>
  call('POST', `${server.url}/exchange/v1${path}`, { key: bearer, body });

const get = (path: string, bearer?: string) => call('GET', `${server.url}${path}`, { key: bearer });

const lines = (): any[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));

const lineOf = (requestId: string | undefined) =>
  eventually('the line of the request', () =>
    lines().find((line) => line.requestId === requestId && line.path),
  );

it('has a line each request: who called what, how it went, how long it took', async () => {
  const answer = await get('/exchange/v1/companies?limit=1', key);
  expect(await lineOf(answer.headers['x-request-id'])).toMatchObject({
    level: 30,
    context: 'Requests',
    msg: 'GET /exchange/v1/companies 200',
    method: 'GET',
    path: '/exchange/v1/companies',
    status: 200,
    milliseconds: expect.any(Number),
    organization: expect.stringMatching(/^org_/),
    caller: expect.stringMatching(/^key_/),
  });
});

it('has one for what is refused before anybody is known, and none for probes', async () => {
  const answer = await get('/exchange/v1/companies', 'flw_plat_test_unknown');
  const line = await lineOf(answer.headers['x-request-id']);
  expect(line).toMatchObject({ level: 30, status: 401 });
  expect(line).not.toHaveProperty('caller');
  await get('/health/readiness');
  await get('/metrics');
  await lineOf((await get('/nowhere')).headers['x-request-id']);
  expect(lines().filter(({ path }) => /^\/(health|metrics)/.test(path))).toEqual([]);
});

it('tells of a failure of ours with its cause and the id of its request, without the values of the statement', async () => {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query(`ALTER TABLE document_payloads RENAME TO gone`);
  const answer = await post('/documents/send', tenantKey, sendBody({}, { number: 'NEVER-LOGGED' }));
  await client.query(`ALTER TABLE gone RENAME TO document_payloads`);
  await client.end();
  expect(answer.status).toBe(500);
  const requestId = answer.headers['x-request-id'];
  expect(await lineOf(requestId)).toMatchObject({ level: 50, status: 500 });
  const cause = lines().find((line) => line.requestId === requestId && line.err);
  expect(cause.err).toMatchObject({
    message: expect.stringContaining('document_payloads'),
    stack: expect.stringContaining('at '),
    code: '42P01',
  });
  expect(JSON.stringify(cause)).not.toContain('NEVER-LOGGED');
});

it('never holds a password, a key, a token, a body or a query', async () => {
  await get(`/exchange/v1/companies?vatNumber=FRSECRETQUERY&key=${key}`, key);
  await post('/auth/login', undefined, { email: 'admin@example.com', password: 'wrong but secret' });
  await post('/webhooks', tenantKey, '{"secret":"not json, and secret');
  await lineOf((await get('/nowhere')).headers['x-request-id']);
  const log = readFileSync(file, 'utf8');
  for (const secret of [password, 'wrong but secret', key, tenantKey, 'FRSECRETQUERY', 'not json', 'Bearer'])
    expect(log.includes(secret)).toBe(false);
});
