import { createHmac } from 'node:crypto';
import { HmacKeysService } from '../../../src/modules/gateway-actions/signing/hmac-keys.service';
import { TestApp } from '../../support/app';
import { Receiver } from '../../support/receiver';
import { platformKey, secondOrganization, signIn } from '../../support/scenario';
import { actionBody, gateway, gatewayJwt } from './gateway';

let app: TestApp;
let key: string;

beforeAll(async () => {
  app = await TestApp.start();
  key = await signIn(app);
});
afterAll(() => app.stop());

const create = (body: unknown = { name: 'tests' }, as = key) =>
  gateway(app, 'POST', '/hmac-keys', { key: as, body });
const list = async (as = key) => (await gateway(app, 'GET', '/hmac-keys', { key: as })).body.hmac_keys;
const revoke = (id: string, as = key) => gateway(app, 'DELETE', `/hmac-keys/${id}`, { key: as });
const ids = async (as = key) => (await list(as)).map(({ id }: { id: string }) => id);

describe('POST /hmac-keys', () => {
  it('201: shows the key once, and keeps it sealed', async () => {
    const { status, body } = await create({ name: 'Production' });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^hmk_/),
      name: 'Production',
      hmac_key: expect.stringMatching(/^hmac_[0-9a-f]{64}$/),
      key_prefix: body.hmac_key.slice(0, 13),
      signs: true,
      created_at: expect.any(String),
    });
    const { hmac_key, ...shown } = body;
    expect((await list())[0]).toEqual(shown);
    const [row] = await app.database.query('SELECT * FROM gateway_hmac_keys WHERE id = $1', [body.id]);
    expect(Object.values(row).join()).not.toContain(hmac_key);
    expect(row.sealed_key.includes(Buffer.from(hmac_key))).toBe(false);
  });

  it.each([
    ['!'.repeat(16), '!'.repeat(4)],
    ['~'.repeat(256), '~'.repeat(13)],
  ])('201: with a key of one’s own, little of which is shown afterwards: %.20s', async (hmac_key, shown) => {
    const { status, body } = await create({ name: 'My own', hmac_key });
    expect([status, body.hmac_key, body.key_prefix]).toEqual([201, hmac_key, shown]);
    expect(JSON.stringify(await list())).not.toContain(hmac_key);
  });

  it.each([
    [{}, 'name', 'required'],
    [{ name: '' }, 'name', 'text'],
    [{ name: 'a'.repeat(101) }, 'name', 'text'],
    [{ name: 'a', hmac_key: 'a'.repeat(15) }, 'hmac_key', 'text'],
    [{ name: 'a', hmac_key: 'a'.repeat(257) }, 'hmac_key', 'text'],
    [{ name: 'a', hmac_key: 'has spaces, which is no good' }, 'hmac_key', 'text'],
    [{ name: 'a', hmac_key: 'é'.repeat(20) }, 'hmac_key', 'text'],
    [{ name: 'a', hmac_key: 1234567890123456 }, 'hmac_key', 'text'],
    [{ name: 'a', hmac_key: null }, 'hmac_key', 'text'],
    [{ name: 'a', secret: 'a'.repeat(20) }, 'secret', 'unknown_field'],
  ])('400: %.60j', async (body, field, rule) => {
    const answer = await create(body);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({
      error: 'Invalid request format',
      details: [{ field, rule, message: expect.any(String) }],
    });
  });

  it('401: nobody, or the JWT of an API token, and 403: a key; all flat', async () => {
    const nobody = await gateway(app, 'POST', '/hmac-keys', { body: { name: 'a' } });
    expect([nobody.status, nobody.body]).toEqual([401, { error: 'Invalid token' }]);
    const developer = await create({ name: 'a' }, await gatewayJwt(app, key));
    expect([developer.status, developer.body]).toEqual([401, { error: 'Invalid token' }]);
    const platform = await create({ name: 'a' }, await platformKey(app));
    expect([platform.status, platform.body]).toEqual([
      403,
      { error: expect.stringMatching(/dashboard token/) },
    ]);
  });

  it('413: more than 1 MB', async () => {
    const answer = await create({ name: 'a'.repeat(1_048_576) });
    expect([answer.status, answer.body]).toEqual([413, { error: 'payload too large' }]);
  });
});

describe('GET and DELETE /hmac-keys', () => {
  it('200: newest first, of which the first signs', async () => {
    const { token } = await secondOrganization(app);
    const older = (await create({ name: 'older' }, token)).body.id;
    const newer = (await create({ name: 'newer' }, token)).body.id;
    expect(await list(token)).toMatchObject([
      { id: newer, signs: true },
      { id: older, signs: false },
    ]);
  });

  it('200: a revoked key is gone, its secret too; twice is 404', async () => {
    const { id } = (await create()).body;
    const { status, body } = await revoke(id);
    expect([status, body]).toEqual([200, { message: 'HMAC key revoked successfully' }]);
    expect(await ids()).not.toContain(id);
    const [row] = await app.database.query('SELECT * FROM gateway_hmac_keys WHERE id = $1', [id]);
    expect(row).toMatchObject({ sealed_key: null, revoked_at: expect.any(Date) });
    const again = await revoke(id);
    expect([again.status, again.body]).toEqual([404, { error: 'HMAC key not found' }]);
  });

  it('404: one that is unknown or foreign', async () => {
    const { id } = (await create()).body;
    const { token } = await secondOrganization(app);
    expect(await list(token)).toEqual([]);
    expect((await revoke(id, token)).status).toBe(404);
    for (const unknown of ['hmk_unknown', 'x', '%00']) expect((await revoke(unknown)).status).toBe(404);
    expect(await ids()).toContain(id);
  });

  it('401: nobody', async () => {
    expect((await gateway(app, 'GET', '/hmac-keys')).body).toEqual({ error: 'Invalid token' });
    expect((await gateway(app, 'DELETE', '/hmac-keys/hmk_1')).body).toEqual({ error: 'Invalid token' });
  });
});

describe('what signs', () => {
  it('the newest key that is not revoked, of that organization alone', async () => {
    const { token, organizationId } = await secondOrganization(app);
    const signingKey = () => app.app.get(HmacKeysService).signingKey(organizationId);
    expect(await signingKey()).toBeUndefined();
    const older = (await create({ name: 'older' }, token)).body;
    expect(await signingKey()).toBe(older.hmac_key);
    const newer = (await create({ name: 'newer', hmac_key: 'x'.repeat(16) }, token)).body;
    expect(await signingKey()).toBe('x'.repeat(16));
    await revoke(newer.id, token);
    expect(await signingKey()).toBe(older.hmac_key);
    await revoke(older.id, token);
    expect(await signingKey()).toBeUndefined();
  });

  it('the test requests of registration and of a new address; none without a key', async () => {
    const { token } = await secondOrganization(app);
    const jwt = await gatewayJwt(app, token);
    const receiver = await Receiver.start();
    const action = actionBody(receiver.url);
    await gateway(app, 'POST', '/actions', { key: jwt, body: action });
    const { hmac_key } = (await create({ name: 'signs' }, token)).body;
    await gateway(app, 'POST', '/actions', { key: jwt, body: actionBody(receiver.url) });
    const moved = { webhook_url: `${receiver.url}/v2` };
    await gateway(app, 'PUT', `/actions/${action.name}`, { key: jwt, body: moved });
    const [unsigned, ...signed] = receiver.requests;
    await receiver.stop();
    expect(JSON.parse(unsigned!.rawBody.toString())).not.toHaveProperty('signature');
    expect(unsigned!.headers).not.toHaveProperty('x-flowent-signature');
    expect(signed.map(({ path }) => path)).toEqual(['/', '/v2']);
    for (const { rawBody, headers } of signed) {
      const { timestamp, signature, test } = JSON.parse(rawBody.toString());
      const mac = (message: string) => createHmac('sha256', hmac_key).update(message).digest('hex');
      const body = rawBody.toString();
      expect(test).toBe(true);
      expect(signature).toBe(mac(body.replace(`,"signature":"${signature}"`, '')));
      expect(headers['x-flowent-signature']).toBe(`t=${timestamp},v1=${mac(`${timestamp}.${body}`)}`);
    }
  });
});
