import { TestApp } from '../../support/app';
import { Receiver } from '../../support/receiver';
import { secondOrganization } from '../../support/scenario';
import { actionBody, gateway, gatewayJwt } from './gateway';

let app: TestApp;
let receiver: Receiver;
let key: string;

beforeAll(async () => {
  app = await TestApp.start();
  receiver = await Receiver.start();
  key = await gatewayJwt(app);
});
afterAll(async () => {
  await receiver.stop();
  await app.stop();
});
beforeEach(() => receiver.answer(204));

const register = (overrides: Record<string, unknown> = {}, as = key) =>
  gateway(app, 'POST', '/actions', { key: as, body: actionBody(receiver.url, overrides) });
const get = (name: string, as = key) => gateway(app, 'GET', `/actions/${name}`, { key: as });
const put = (name: string, body: unknown, as = key) =>
  gateway(app, 'PUT', `/actions/${name}`, { key: as, body });
const remove = (name: string, as = key) => gateway(app, 'DELETE', `/actions/${name}`, { key: as });
const failed = (cause: string) => `action validation failed: ${cause}`;

describe('PUT /actions/{name}', () => {
  it('200: leaves what is absent, and calls nothing unless the address changes', async () => {
    const { action } = (await register()).body;
    receiver.requests.length = 0;
    app.clock.advance({ seconds: 1 });
    const json_schema = { $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object' };
    const { status, body } = await put(action.name, { json_schema, webhook_url: action.webhook_url });
    expect(status).toBe(200);
    expect(body.action).toEqual({ ...action, json_schema, updated_at: expect.any(String) });
    expect(body.action.updated_at > action.updated_at).toBe(true);
    expect((await get(action.name)).body).toEqual(body);
    expect((await put(action.name, { name: action.name, description: 'New' })).body.action.description).toBe(
      'New',
    );
    expect(receiver.requests).toHaveLength(0);
  });

  it('200: two that change different fields at once lose nothing', async () => {
    const { name } = (await register()).body.action;
    await Promise.all([put(name, { description: 'New' }), put(name, { webhook_url: `${receiver.url}/new` })]);
    const { action } = (await get(name)).body;
    expect(action).toMatchObject({ description: 'New', webhook_url: `${receiver.url}/new` });
  });

  it.each([
    [{ name: 'another' }, 'Invalid request format'],
    [{ description: null }, 'Invalid request format'],
    [{ description: '' }, 'Invalid request format'],
    [{ json_schema: null }, 'Invalid request format'],
    [{ id: 'x' }, 'Invalid request format'],
    [[], 'Invalid request format'],
    [{ json_schema: { type: 'wat' } }, failed('json_schema is not a valid JSON Schema')],
    [{ webhook_url: 'https://10.0.0.8/' }, failed('address not allowed')],
    [{ webhook_url: 'new' }, failed('webhook endpoint returned status 500')],
  ])('400: %j changes nothing', async (change: object, error) => {
    const { action } = (await register()).body;
    receiver.answer(500);
    const text = JSON.stringify(change).replace('"new"', JSON.stringify(`${receiver.url}/new`));
    const answer = await put(action.name, text);
    expect([answer.status, answer.body.error]).toEqual([400, error]);
    expect((await get(action.name)).body.action).toEqual(action);
  });
});

describe('what is not yours does not exist', () => {
  it.each(['GET', 'PUT', 'DELETE'])('404: %s of an unknown, foreign or deleted action', async (method) => {
    const { name } = (await register()).body.action;
    const foreign = await gatewayJwt(app, (await secondOrganization(app)).token);
    const body = method === 'PUT' ? { description: 'Mine now' } : undefined;
    const attempt = (path: string, as: string) => gateway(app, method, `/actions/${path}`, { key: as, body });
    for (const path of ['unknown', 'Send-Email', 'a'.repeat(5_000), '..%2f']) {
      const answer = await attempt(path, key);
      expect([path, answer.status, answer.body]).toEqual([path, 404, { error: 'Action not found' }]);
    }
    expect((await attempt(name, foreign)).status).toBe(404);
    expect((await attempt('%00', key)).status).toBe(404);
    expect((await get(name)).status).toBe(200);
    expect((await remove(name)).status).toBe(200);
    expect((await attempt(name, key)).status).toBe(404);
  });

  it('two tenants may have the same name, under tenant ids of their own', async () => {
    const foreign = await gatewayJwt(app, (await secondOrganization(app)).token);
    const mine = (await register({ name: 'shared_name' })).body.action;
    const theirs = (await register({ name: 'shared_name' }, foreign)).body.action;
    expect(theirs.tenant_id).not.toBe(mine.tenant_id);
    expect((await gateway(app, 'GET', '/actions', { key: foreign })).body).toEqual({ actions: [theirs] });
    expect((await register({ name: 'another_name' })).body.action.tenant_id).toBe(mine.tenant_id);
  });
});
