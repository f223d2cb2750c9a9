import { TestApp } from '../../support/app';
import { Receiver } from '../../support/receiver';
import { secondOrganization } from '../../support/scenario';
import { actionBody, gateway, gatewayJwt, sendEmailSchema } from './gateway';

let app: TestApp;
let receiver: Receiver;
let key: string;

beforeAll(async () => {
  app = await TestApp.start({ GATEWAY_CALL_TIMEOUT_MS: '300' });
  receiver = await Receiver.start();
  key = await gatewayJwt(app);
});
afterAll(async () => {
  await receiver.stop();
  await app.stop();
});
beforeEach(() => {
  receiver.answer(204);
  receiver.requests.length = 0;
});

type Overrides = Record<string, unknown>;
const register = (overrides: Overrides = {}, as = key) =>
  gateway(app, 'POST', '/actions', { key: as, body: actionBody(receiver.url, overrides) });
const get = (name: string, as = key) => gateway(app, 'GET', `/actions/${name}`, { key: as });
const remove = (name: string, as = key) => gateway(app, 'DELETE', `/actions/${name}`, { key: as });
const count = async () => Number((await app.database.query('SELECT count(*) FROM gateway_actions'))[0].count);
/** Each definition asks for the next one twice: 2^30 matches. */
const multiplying = {
  $ref: '#/definitions/0',
  definitions: {
    ...Array.from({ length: 31 }, (_, level) => {
      const next = { $ref: `#/definitions/${level + 1}` };
      return level === 30 ? {} : { allOf: [next, next] };
    }),
  },
};
const failed = (cause: string) => `action validation failed: ${cause}`;

describe('POST /actions', () => {
  it('201: the action with all its fields', async () => {
    const { status, body } = await register({ name: 'all_fields' });
    expect(status).toBe(201);
    expect(body).toEqual({
      action: {
        id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
        tenant_id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
        name: 'all_fields',
        description: 'Send an email to a specified recipient',
        json_schema: sendEmailSchema,
        webhook_url: receiver.url,
        created_at: expect.stringMatching(/^\d{4}-.*Z$/),
        updated_at: body.action.created_at,
      },
    });
    expect((await get('all_fields')).body).toEqual(body);
  });

  it('201: any 2xx passes the test request; its answer is not looked at', async () => {
    receiver.answer((_request, response) => response.writeHead(299).end('no JSON'));
    expect((await register()).status).toBe(201);
  });

  it('201: keeps the schema as it was written', async () => {
    const json_schema = {
      type: 'object',
      properties: { b: {}, a: { description: 'é\u0000 \ud800' } },
      'x-own': [1.5, null],
    };
    const { status, text, body } = await register({ json_schema });
    expect(status).toBe(201);
    expect(text).toContain(JSON.stringify(json_schema));
    expect((await get(body.action.name)).text).toBe(text);
  });

  it('201: a schema that refers to itself', async () => {
    const json_schema = { properties: { children: { type: 'array', items: { $ref: '#' } } } };
    expect((await register({ json_schema })).status).toBe(201);
  });

  it.each(['__proto__', 'constructor', 'prototype'])('400: a member called %s, anywhere', async (name) => {
    const body = JSON.stringify(actionBody(receiver.url)).replaceAll('recipient', name);
    const answer = await gateway(app, 'POST', '/actions', { key, body });
    expect([answer.status, answer.body.details[0].rule]).toEqual([400, 'reserved_name']);
  });

  it.each([
    [{ name: undefined }, 'name'],
    [{ name: 'Send Email' }, 'name'],
    [{ name: 'send-email' }, 'name'],
    [{ name: 'a'.repeat(101) }, 'name'],
    [{ name: 7 }, 'name'],
    [{ description: undefined }, 'description'],
    [{ description: '' }, 'description'],
    [{ description: 'a'.repeat(501) }, 'description'],
    [{ description: 'a\u0000' }, 'description'],
    [{ webhook_url: undefined }, 'webhook_url'],
    [{ webhook_url: 'not a url' }, 'webhook_url'],
    [{ webhook_url: 'https://' }, 'webhook_url'],
    [{ webhook_url: 'ftp://example.com' }, 'webhook_url'],
    [{ json_schema: undefined }, 'json_schema'],
    [{ json_schema: null }, 'json_schema'],
    [{ json_schema: [] }, 'json_schema'],
    [{ json_schema: 'text' }, 'json_schema'],
    [{ json_schema: { title: 'a'.repeat(65_536) } }, 'json_schema'],
    [{ json_schema: JSON.parse(`${'{"not":'.repeat(32)}{}${'}'.repeat(32)}`) }, 'json_schema'],
    [{ tenant_id: 'mine' }, 'tenant_id'],
  ])('400: Invalid request format %#: %.60j', async (overrides: Overrides, field) => {
    const before = await count();
    const { status, body } = await register(overrides);
    expect([status, body.error, body.details[0].field]).toEqual([400, 'Invalid request format', field]);
    expect([await count(), receiver.requests.length]).toEqual([before, 0]);
  });

  it.each([
    [{ type: 'wat' }],
    [{ $ref: 'https://example.com/schema.json' }],
    [{ $schema: 'http://json-schema.org/draft-04/schema#' }],
    [{ pattern: '(' }],
    [{ pattern: 'a'.repeat(1_001) }],
    [{ $ref: '#' }],
    [multiplying],
  ])('400: a schema that cannot be used: %.60j', async (json_schema) => {
    const { status, body } = await register({ json_schema });
    expect([status, body]).toEqual([
      400,
      {
        error: failed('json_schema is not a valid JSON Schema'),
        details: [{ field: 'json_schema', rule: 'json_schema', message: expect.any(String) }],
      },
    ]);
    expect(receiver.requests).toHaveLength(0);
  });

  it.each([
    'http://example.com/',
    'https://10.0.0.8/',
    'https://169.254.169.254/latest/meta-data',
    'https://[::ffff:10.0.0.1]/',
    'https://user:secret@example.com/',
  ])('400: address not allowed: %s', async (webhook_url) => {
    const before = await count();
    const { status, body } = await register({ webhook_url });
    expect([status, body.error]).toEqual([400, failed('address not allowed')]);
    expect(body.details).toEqual([
      { field: 'webhook_url', rule: 'outbound_address', message: expect.any(String) },
    ]);
    expect(await count()).toBe(before);
  });

  it.each([302, 404, 500])('400: the endpoint answers %i', async (code) => {
    receiver.answer(code);
    const before = await count();
    const { status, body } = await register();
    expect([status, body]).toEqual([400, { error: failed(`webhook endpoint returned status ${code}`) }]);
    expect(await count()).toBe(before);
  });

  it('400: the endpoint does not answer in time', async () => {
    receiver.answer(() => undefined);
    const { status, body } = await register();
    expect([status, body]).toEqual([400, { error: failed('timed out') }]);
  });

  it('400: nobody listens there', async () => {
    const closed = await Receiver.start();
    const webhook_url = closed.url;
    await closed.stop();
    const { status, body } = await register({ webhook_url });
    expect([status, body]).toEqual([400, { error: failed('connection refused') }]);
  });

  it('checks in order: body, duplicate, schema, address, endpoint', async () => {
    receiver.answer(500);
    const bad = { json_schema: { type: 'wat' }, webhook_url: 'https://10.0.0.8/' };
    expect((await register({ ...bad, description: '' })).body.error).toBe('Invalid request format');
    expect((await register({ ...bad, name: 'all_fields' })).status).toBe(409);
    expect((await register(bad)).body.error).toMatch(/json_schema/);
    expect((await register({ ...bad, json_schema: {} })).body.error).toMatch(/address not allowed/);
    expect((await register({})).body.error).toMatch(/status 500/);
  });

  it('409: one of several that register the same name at once wins', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => register({ name: 'raced' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(409)]);
    expect(answers.find(({ status }) => status === 409)!.body).toEqual({
      error: "action with name 'raced' already exists",
    });
  });

  it('413: a schema of 2 MB, of which nothing is kept', async () => {
    const before = await count();
    const answer = await register({ json_schema: { title: 'a'.repeat(2_097_152) } });
    expect([answer.status, answer.body]).toEqual([413, { error: 'payload too large' }]);
    expect([await count(), receiver.requests.length]).toEqual([before, 0]);
  });

  it('413: more than 1 MB', async () => {
    const answer = await register({ description: 'a'.repeat(1_048_576) });
    expect([answer.status, answer.body]).toEqual([413, { error: 'payload too large' }]);
  });
});

describe('the limit of 100 actions', () => {
  it('400: holds for a tenant, also for those that register at once', async () => {
    const other = await gatewayJwt(app, (await secondOrganization(app)).token);
    const first = (await register({}, other)).body.action;
    await app.database.query(
      `INSERT INTO gateway_actions
       SELECT gen_random_uuid(), organization_id, 'filled_' || number, description, webhook_url, json_schema, created_at, updated_at
       FROM gateway_actions, generate_series(1, 96) AS number WHERE id = $1`,
      [first.id],
    );
    const answers = await Promise.all(Array.from({ length: 8 }, () => register({}, other)));
    const refusal = { error: 'maximum number of actions (100) reached' };
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    expect(answers.filter(({ status }) => status === 400).map(({ body }) => body)).toEqual(
      Array(5).fill(refusal),
    );
    expect((await gateway(app, 'GET', '/actions', { key: other })).body.actions).toHaveLength(100);
    receiver.requests.length = 0;
    expect((await register({ json_schema: { type: 'wat' } }, other)).body).toEqual(refusal);
    expect((await register({ name: first.name }, other)).status).toBe(409);
    expect(receiver.requests).toHaveLength(0);
    await remove(first.name, other);
    expect((await register({}, other)).status).toBe(201);
    expect((await register()).status).toBe(201);
  });
});
