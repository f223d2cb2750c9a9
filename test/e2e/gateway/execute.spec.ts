import { createHmac } from 'node:crypto';
import { ServerResponse } from 'node:http';
import { ExecutionUpkeep } from '../../../src/modules/gateway-actions/execution/execution-upkeep';
import { TestApp } from '../../support/app';
import { Receiver } from '../../support/receiver';
import { secondOrganization, signIn } from '../../support/scenario';
import { actionBody, gateway, gatewayJwt } from './gateway';

let app: TestApp;
let endpoint: Receiver;
let jwt: string;
let name: string;

const parameters = { recipient: 'jane@example.com', subject: 'Hé', body: 'Hi' };
const answering = (status: number, body: unknown) =>
  endpoint.answer((_request, response) => void reply(response, status, body));
const reply = (response: ServerResponse, status: number, body: unknown) =>
  response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
const execute = (body: unknown = { parameters }, headers?: Record<string, string>, action = name) =>
  gateway(app, 'POST', `/actions/${action}/execute`, { key: jwt, body, headers });
const executions = async () =>
  Number((await app.database.query('SELECT count(*) FROM gateway_executions'))[0].count);

async function register(overrides: Record<string, unknown> = {}): Promise<string> {
  const { status, body, text } = await gateway(app, 'POST', '/actions', {
    key: jwt,
    body: actionBody(`${endpoint.url}/action`, overrides),
  });
  if (status !== 201) throw new Error(text);
  return body.action.name;
}

beforeAll(async () => {
  app = await TestApp.start({ GATEWAY_CALL_TIMEOUT_MS: '400' });
  endpoint = await Receiver.start();
  jwt = await gatewayJwt(app);
  name = await register();
});
afterAll(async () => {
  await app.stop();
  await endpoint.stop();
});
beforeEach(() => {
  endpoint.requests.length = 0;
  answering(200, { result: 'Email sent', error: '' });
});

it('200: calls the endpoint with what the documentation shows, and gives its result', async () => {
  const { status, body } = await execute();
  expect([status, body]).toEqual([
    200,
    {
      result: 'Email sent',
      error: '',
      duration_ms: expect.any(Number),
      execution_id: expect.stringMatching(/^exe_/),
    },
  ]);
  const [request] = endpoint.requests;
  expect(request).toMatchObject({ method: 'POST', path: '/action' });
  expect(JSON.parse(request!.rawBody.toString())).toEqual({
    action_name: name,
    parameters,
    timestamp: expect.any(Number),
  });
  expect(request!.headers['x-flowent-signature']).toBeUndefined();
});

it('200: signed in the body and in the header once there is an HMAC key, the newest one', async () => {
  const key = await signIn(app);
  const made = await gateway(app, 'POST', '/hmac-keys', { key, body: { name: 'first' } });
  await execute();
  const [{ rawBody, headers }] = endpoint.requests as [(typeof endpoint.requests)[0]];
  const { signature, ...rest } = JSON.parse(rawBody.toString());
  const unsigned = rawBody.toString().replace(/,"signature":"[0-9a-f]{64}"}$/, '}');
  expect(JSON.parse(unsigned)).toEqual(rest);
  const mac = (message: string) => createHmac('sha256', made.body.hmac_key).update(message).digest('hex');
  expect(signature).toBe(mac(unsigned));
  const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-flowent-signature']))!;
  expect(v1).toBe(mac(`${t}.${rawBody.toString()}`));
});

it.each([
  ['a status that is no success', 500, { result: 'x', error: '' }, 'action returned status 500'],
  ['a redirect', 302, '', 'action returned status 302'],
  ['an error', 200, { result: 'half done', error: 'mailbox full' }, 'mailbox full'],
  ['no JSON', 200, '<html>', 'action answered with something that is not a JSON object'],
  ['an empty body', 204, '', 'action answered with something that is not a JSON object'],
  ['a list', 200, [], 'action answered with something that is not a JSON object'],
  ['no result', 200, { error: '' }, 'action answered without a "result" text'],
  [
    'an error that is no text',
    200,
    { result: '', error: 7 },
    'action answered with an "error" that is not a text',
  ],
  ['2 MB', 200, { result: 'x'.repeat(2_097_152), error: '' }, 'action answered with more than 1 MB'],
])('200 with an error for the else branch: the endpoint answers %s', async (_what, status, body, error) => {
  answering(status, body);
  const answer = await execute();
  expect([answer.status, answer.body]).toMatchObject([200, { result: '', error }]);
});

it('200 with an error when the endpoint hangs or is gone; nothing is tried again', async () => {
  endpoint.answer(() => undefined);
  expect((await execute()).body.error).toBe('action did not answer within 0.4 seconds');
  expect(endpoint.requests).toHaveLength(1);
  const gone = await Receiver.start();
  const left = await register({ webhook_url: gone.url });
  await gone.stop();
  const { body } = await execute({ parameters }, undefined, left);
  expect(body.error).toBe('action could not be called: connection refused');
});

describe('400, without a call and without a trace', () => {
  afterEach(() => expect(endpoint.requests).toHaveLength(0));

  it.each([
    [{}, 'parameters'],
    [{ parameters: null }, 'parameters'],
    [{ parameters: [] }, 'parameters'],
    [{ parameters: 'text' }, 'parameters'],
    [{ parameters: { ...parameters, subject: 7 } }, 'parameters.subject'],
    [{ parameters: { ...parameters, amount: 2 ** 60 } }, 'parameters.amount'],
    [{ parameters: { ...parameters, deep: [{ n: 2 ** 53 }] } }, 'parameters.deep.0.n'],
    [{ parameters, more: 1 }, 'more'],
  ])('%j: names %s', async (body, field) => {
    const before = await executions();
    const answer = await execute(body);
    expect([answer.status, answer.body.error]).toEqual([400, 'Invalid request format']);
    expect(answer.body.details[0].field).toBe(field);
    expect(await executions()).toBe(before);
  });

  it('names what is missing', async () => {
    const { body } = await execute({ parameters: {} });
    expect(body.details.map(({ rule }: { rule: string }) => rule)).toEqual([
      'required',
      'required',
      'required',
    ]);
  });

  it('2^53 + 1 as digits, which parsing has rounded already', async () => {
    const raw = `{"parameters":{"recipient":"a","subject":"b","body":"c","n":9007199254740993}}`;
    expect((await execute(raw)).body.details[0].field).toBe('parameters.n');
  });
});

it("404: an action that is not there, or another tenant's", async () => {
  expect((await execute({ parameters }, undefined, 'nobody')).body).toEqual({ error: 'Action not found' });
  const stranger = await gatewayJwt(app, (await secondOrganization(app)).token);
  const answer = await gateway(app, 'POST', `/actions/${name}/execute`, {
    key: stranger,
    body: { parameters },
  });
  expect([answer.status, answer.body]).toEqual([404, { error: 'Action not found' }]);
});

it('401 without a JWT', async () => {
  const answer = await gateway(app, 'POST', `/actions/${name}/execute`, { body: { parameters } });
  expect([answer.status, answer.body]).toEqual([401, { error: 'Invalid token' }]);
});

describe('Idempotency-Key', () => {
  const once = { 'Idempotency-Key': 'step-1' };

  it('gives the same answer again, without a second call', async () => {
    const first = await execute(undefined, once);
    const again = await execute(undefined, once);
    expect(again.body).toEqual(first.body);
    expect([first.headers['idempotent-replayed'], again.headers['idempotent-replayed']]).toEqual([
      undefined,
      'true',
    ]);
    expect(endpoint.requests).toHaveLength(1);
    app.clock.advance({ hours: 25 });
    jwt = await gatewayJwt(app);
    expect((await execute(undefined, once)).headers['idempotent-replayed']).toBeUndefined();
  });

  it('422 with another body, 409 while the first is running, one call for twenty at a time', async () => {
    await execute(undefined, { 'Idempotency-Key': 'step-2' });
    const other = await execute(
      { parameters: { ...parameters, body: 'other' } },
      { 'Idempotency-Key': 'step-2' },
    );
    expect([other.status, other.body.error]).toEqual([
      422,
      'This Idempotency-Key was used before with another body',
    ]);
    endpoint.requests.length = 0;
    const key = { 'Idempotency-Key': 'step-3' };
    const answers = await Promise.all(Array.from({ length: 20 }, () => execute(undefined, key)));
    expect(endpoint.requests).toHaveLength(1);
    for (const { status, body, headers } of answers) {
      expect([200, 409]).toContain(status);
      if (status === 409) expect([body.error, headers['retry-after']]).toEqual(['An execution with this Idempotency-Key is still running', '1']); // prettier-ignore
    }
  });

  it('outlives the action', async () => {
    const action = await register();
    const key = { 'Idempotency-Key': 'step-6' };
    const first = await execute(undefined, key, action);
    await gateway(app, 'DELETE', `/actions/${action}`, { key: jwt });
    expect((await execute(undefined, key, action)).body).toEqual(first.body);
    expect((await execute(undefined, undefined, action)).status).toBe(404);
  });

  it('is not used up by a refusal', async () => {
    const key = { 'Idempotency-Key': 'step-4' };
    expect((await execute({ parameters: {} }, key)).status).toBe(400);
    expect((await execute(undefined, key)).status).toBe(200);
  });

  it('is never tried again after a crash during the call: it may have run', async () => {
    const key = { 'Idempotency-Key': 'step-5' };
    await execute(undefined, key);
    await app.database.query(
      `UPDATE gateway_executions SET state = 'running', result = NULL, error = NULL WHERE idempotency_key = 'step-5'`,
    );
    expect((await execute(undefined, key)).status).toBe(409);
    await app.database.query(`UPDATE gateway_executions SET started_at = started_at - interval '2 minutes' WHERE idempotency_key = 'step-5'`); // prettier-ignore
    await app.app.get(ExecutionUpkeep).keepUp();
    const { body } = await execute(undefined, key);
    expect(body).toMatchObject({ result: '', error: 'execution was interrupted; the action may have run' });
    expect(endpoint.requests).toHaveLength(1);
  });
});
