import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { TestApp } from '../../support/app';
import { itAuthenticates, refusal } from '../../support/authentication';
import { eventually } from '../../support/eventually';
import { newVatNumber, onboard, platformKey, secondOrganization } from '../../support/scenario';

let app: TestApp;
let key: string;

beforeAll(async () => {
  app = await TestApp.start();
  key = await platformKey(app);
});
afterAll(() => app.stop());

const path = '/platform/companies/batch';
const ndjson = 'application/x-ndjson';
const tenant = (more: object = {}) => ({ vatNumber: newVatNumber(), name: 'Tenant', ...more });
const bodyOf = (lines: unknown[]) =>
  lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');

async function batch(body: string | Buffer, headers: Record<string, string> = {}, as = key): Promise<any[]> {
  const answer = await app.post(path, as, body, { 'content-type': ndjson, ...headers });
  expect([answer.status, answer.headers['content-type']]).toEqual([200, `${ndjson}; charset=utf-8`]);
  return linesOf(answer.text);
}

const linesOf = (text: string): any[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const counts = async () => Number((await app.database.query('SELECT count(*) FROM companies'))[0].count);

describe('POST /platform/companies/batch', () => {
  itAuthenticates(() => app, { method: 'POST', path, caller: 'platform' });

  it('200: one line a tenant, in order, each with the answer of an onboarding', async () => {
    const there = await onboard(app, key);
    const whole = tenant({
      metadata: { tenantId: 't_1' },
      webhook: { url: 'https://yourplatform.com/hooks', events: ['*'] },
      apiKey: { name: 'tenant', scopes: ['send'] },
    });
    const again = { vatNumber: there.company.vatNumber, name: 'Again' };
    const lines = await batch(bodyOf([whole, again, tenant()]));
    expect(lines).toEqual([
      {
        line: 1,
        status: 201,
        company: expect.objectContaining({ vatNumber: whole.vatNumber, metadata: { tenantId: 't_1' } }),
        apiKey: expect.objectContaining({ key: expect.stringMatching(/^flw_test_/), scopes: ['send'] }),
        webhook: expect.objectContaining({ secret: expect.stringMatching(/^whsec_/) }),
      },
      {
        line: 2,
        status: 409,
        error: expect.objectContaining({ code: 'COMPANY_EXISTS', companyId: there.company.id }),
      },
      { line: 3, status: 201, company: expect.anything() },
      { summary: { lines: 3, created: 2, replayed: 0, existing: 1, refused: 0 } },
    ]);
    expect((await app.get('/me', lines[0].apiKey.key)).status).toBe(200);
  });

  it('a wrong line says which of its members is wrong, and hurts only itself', async () => {
    const before = await counts();
    const wrong: Array<[unknown, number, string, string]> = [
      ['{"vatNumber":', 400, 'INVALID_REQUEST', 'body'],
      ['', 400, 'INVALID_REQUEST', 'body'],
      ['[]', 400, 'INVALID_REQUEST', 'body'],
      ['null', 400, 'INVALID_REQUEST', 'body'],
      ['[[[['.repeat(200), 400, 'INVALID_REQUEST', 'body'],
      [tenant({ name: 'x'.repeat(70_000) }), 413, 'PAYLOAD_TOO_LARGE', 'body'],
      [{ name: 'No number' }, 400, 'MISSING_FIELD', 'vatNumber'],
      [tenant({ vatNumber: 'fr1' }), 400, 'INVALID_VAT_FORMAT', 'vatNumber'],
      [tenant({ apiKey: { name: 'x', scopes: ['fly'] } }), 400, 'INVALID_ENUM', 'apiKey.scopes'],
      [tenant({ webhook: { url: 'http://10.0.0.1/', events: ['*'] } }), 422, 'WEBHOOK_URL_BLOCKED', 'url'],
      [tenant({ idempotencyKey: 'with space' }), 400, 'INVALID_REQUEST', 'idempotencyKey'],
      [tenant({ colour: 'blue' }), 400, 'INVALID_REQUEST', 'colour'],
    ];
    const lines = await batch(bodyOf([tenant(), ...wrong.map(([line]) => line), tenant()]));
    const refusals = lines.slice(1, -2).map((line) => refusal({ status: line.status, body: line } as never));
    expect(refusals).toEqual(wrong.map(([, ...expected]) => expected));
    const summary = { lines: wrong.length + 2, created: 2, replayed: 0, existing: 0, refused: wrong.length };
    expect(lines.at(-1)).toEqual({ summary });
    expect(await counts()).toBe(before + 2);
  });

  it('a line of wrong UTF-8 is refused, its neighbours are not', async () => {
    const spoilt = Buffer.from(JSON.stringify(tenant({ name: 'Soci\u00e9t\u00e9' })), 'latin1');
    const feed = Buffer.from('\r\n');
    const good = () => Buffer.from(JSON.stringify(tenant()));
    const lines = await batch(Buffer.concat([good(), feed, spoilt, feed, good(), feed]));
    expect(lines.map(({ status }) => status)).toEqual([201, 400, 201, undefined]);
    expect(lines[1].error.message).toBe('body: is not valid UTF-8.');
  });

  it('repeated under its Idempotency-Key it replays every line, secrets included; without one they exist', async () => {
    const before = await counts();
    const body = bodyOf([
      tenant({ apiKey: { name: 'a', scopes: ['*'] } }),
      tenant({ vatNumber: 'x' }),
      tenant(),
    ]);
    const headers = { 'Idempotency-Key': 'batch-1' };
    const first = await batch(body, headers);
    const second = await batch(body, headers);
    const replayed = (line: object) => ({ ...line, replayed: true });
    expect(second[0]).toEqual(replayed(first[0]));
    expect(second[1]).toMatchObject({ status: 400, error: { code: 'INVALID_VAT_FORMAT' } });
    expect(second[2]).toEqual(replayed(first[2]));
    expect(second[3]).toEqual({ summary: { lines: 3, created: 0, replayed: 2, existing: 0, refused: 1 } });
    const third = await batch(body);
    expect(third.map(({ status }) => status)).toEqual([409, 400, 409, undefined]);
    expect(third[0].error.companyId).toBe(first[0].company.id);
    expect(await counts()).toBe(before + 2);
  });

  it('a line is known by its own key wherever it stands; another line under a used key is refused', async () => {
    const [one, two] = [tenant({ idempotencyKey: 'row-1' }), tenant({ idempotencyKey: 'row-2' })];
    await batch(bodyOf([one, two]), { 'Idempotency-Key': 'batch-2' });
    const other = tenant({ idempotencyKey: 'row-2' });
    const lines = await batch(bodyOf([two, tenant(), one, other]));
    expect(lines.map(({ status, replayed }) => [status, replayed])).toEqual([
      [201, true],
      [201, undefined],
      [201, true],
      [422, undefined],
      [undefined, undefined],
    ]);
    expect(lines[3].error.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it("another organization's lines are its own: the same numbers, the same keys", async () => {
    const body = bodyOf([tenant({ idempotencyKey: 'shared' })]);
    const headers = { 'Idempotency-Key': 'shared-batch' };
    const [mine] = await batch(body, headers);
    const [theirs] = await batch(body, headers, (await secondOrganization(app)).platformKey);
    expect([theirs.status, theirs.replayed]).toEqual([201, undefined]);
    expect(theirs.company.id).not.toBe(mine.company.id);
  });

  it('tells how far it is every hundred lines', async () => {
    const lines = await batch(bodyOf(Array.from({ length: 201 }, () => ({ name: 'No number' }))));
    const progress = lines.filter((line) => line.progress);
    expect(progress.map((line) => line.progress.done)).toEqual([100, 200]);
    expect(lines.indexOf(progress[0])).toBe(100);
    expect(progress[1].progress).toEqual({
      done: 200,
      lines: 201,
      created: 0,
      replayed: 0,
      existing: 0,
      refused: 200,
    });
  });

  it('a client that goes away stops it; the repeat goes on where it was', async () => {
    const body = bodyOf(Array.from({ length: 400 }, () => tenant()));
    const headers = { 'Idempotency-Key': 'interrupted' };
    const before = await counts();
    await firstBytes(body, { ...headers, authorization: `Bearer ${key}`, 'content-type': ndjson });
    const { summary } = await eventually('a repeat that meets no line at work', async () => {
      const last = (await batch(body, headers)).at(-1);
      return last.summary.refused === 0 && last;
    });
    expect(summary).toMatchObject({ lines: 400, existing: 0, refused: 0 });
    expect(summary.created + summary.replayed).toBe(400);
    expect(await counts()).toBe(before + 400);
    const [{ count }] = await app.database.query(
      `SELECT count(DISTINCT request_id) FROM audit_records WHERE idempotency_key = 'interrupted'`,
    );
    expect(Number(count)).toBeGreaterThan(1);
  });

  it('400 for nothing, 415 for JSON in one piece, 413 for too many lines or bytes: no line is worked on', async () => {
    const send = async (body: string, type = ndjson) =>
      refusal(await app.post(path, key, body, { 'content-type': type })).slice(0, 2);
    const before = await counts();
    expect(await send('')).toEqual([400, 'INVALID_REQUEST']);
    expect(await send(`[${JSON.stringify(tenant())}]`, 'application/json')).toEqual([
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ]);
    expect(await send(`${JSON.stringify(tenant())}\n`.repeat(10_001))).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    expect(await send('x'.repeat(10_485_761))).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    expect(await counts()).toBe(before);
  });
});

/** Sends the body, and hangs up when the answer begins. */
async function firstBytes(body: string, headers: Record<string, string>): Promise<void> {
  const request = httpRequest(`${app.url}/exchange/v1${path}`, { method: 'POST', headers });
  request.end(body);
  const [response] = await once(request, 'response');
  await once(response, 'data');
  request.destroy();
}
