import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sharedPath } from '../support/shared';
import { sendEmailSchema } from '../e2e/gateway/gateway';
import { TestApp } from '../support/app';
import { Answer } from '../support/http';
import { Receiver } from '../support/receiver';
import { signIn } from '../support/scenario';
import { itNeedingFile } from '../support/needing';

const seed = sharedPath('seeds/002_9ac9a88fce99883c.txt');
const documentation = readFileSync(join(__dirname, '../../docs/gateway.md'), 'utf8');
const blocks = [...documentation.matchAll(/```sh\n([^]*?)\n```/g)].map(([, block]) => block!);
const admin = blocks[0]!.split('\n');
const [exchange, register, list, get, update, remove, execute] = blocks.slice(1) as [string, string, string, string, string, string, string]; // prettier-ignore

let app: TestApp;
let receiver: Receiver;
let dashboardJwt: string;
let apiToken = 'none yet';
let jwt = 'none yet';

beforeAll(async () => {
  app = await TestApp.start();
  receiver = await Receiver.start();
  dashboardJwt = await signIn(app);
});
afterAll(async () => {
  await receiver.stop();
  await app.stop();
});

/** Runs it in a shell, as its reader does; only hosts and tokens are put in. */
async function run(command: string): Promise<Pick<Answer, 'status' | 'body'>> {
  const filled = command
    .replaceAll('https://your-flowent-instance.com', app.url)
    .replaceAll('https://your-server.com', receiver.url)
    .replaceAll('your-api-token-here', apiToken)
    .replaceAll('YOUR_JWT_TOKEN', jwt)
    .replace('curl ', String.raw`curl -s -w '\n%{http_code}' `);
  const env = { ...process.env, FLOWIE: app.url, JWT: dashboardJwt };
  const { stdout } = await promisify(execFile)('sh', ['-c', filled], { env });
  const lines = stdout.split('\n');
  return { status: Number(lines.pop()), body: JSON.parse(lines.join('\n')) };
}

itNeedingFile(seed)('the curls are those of the gateway’s first documentation, to the letter', () => {
  const text = readFileSync(seed, 'utf8');
  const curls = blocks.slice(1).filter((curl) => curl !== execute);
  for (const curl of curls) expect(text).toContain(curl);
  expect(curls).toHaveLength(6);
});

describe('docs/gateway.md, from top to bottom', () => {
  it('makes an API token', async () => {
    const { status, body } = await run(admin[0]!);
    expect(status).toBe(201);
    apiToken = body.api_token;
  });

  it('exchanges the API token', async () => {
    const { status, body } = await run(exchange);
    expect(status).toBe(200);
    expect(body).toEqual({
      jwt_token: expect.stringMatching(/^eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9\.[\w-]+\.[\w-]+$/),
      token_type: 'Bearer',
      expires_in: 86400,
    });
    jwt = body.jwt_token;
  });

  it('lists no action yet', async () => {
    expect(await run(list)).toEqual({ status: 200, body: { actions: [] } });
  });

  it('registers an action, after the test request that was printed first', async () => {
    const { status, body } = await run(register);
    expect(status).toBe(201);
    expect(body.action).toMatchObject({ name: 'send_email', json_schema: sendEmailSchema });
    const [probe] = receiver.requests;
    expect(probe!.rawBody.toString()).toMatch(
      /^\{"action_name":"send_email","parameters":\{\},"timestamp":\d{10},"test":true\}$/,
    );
    expect(probe).toMatchObject({ method: 'POST', path: '/actions/send_email' });
    expect(probe!.headers['content-type']).toBe('application/json');
  });

  it('says so when the action exists already', async () => {
    const body = { error: "action with name 'send_email' already exists" };
    expect(await run(register)).toEqual({ status: 409, body });
    expect(receiver.requests).toHaveLength(1);
  });

  it('gets and lists it', async () => {
    const { status, body } = await run(get);
    expect([status, body.action.name]).toEqual([200, 'send_email']);
    expect(await run(list)).toEqual({ status: 200, body: { actions: [body.action] } });
  });

  it('updates it, after a signed test request to the new address', async () => {
    const key = await run(admin[1]!);
    expect([key.status, key.body.hmac_key]).toEqual([201, expect.stringMatching(/^hmac_/)]);
    const { status, body } = await run(update);
    expect(status).toBe(200);
    expect(body.action).toMatchObject({
      description: 'Updated description for sending emails',
      webhook_url: `${receiver.url}/v2/actions/send_email`,
      json_schema: sendEmailSchema,
    });
    const probe = receiver.requests.at(-1)!;
    expect(probe.path).toBe('/v2/actions/send_email');
    expect(probe.headers['x-flowent-signature']).toMatch(/^t=\d{10},v1=[0-9a-f]{64}$/);
    expect(probe.rawBody.toString()).toMatch(
      /^\{"action_name":"send_email","parameters":\{\},"timestamp":\d{10},"test":true,"signature":"[0-9a-f]{64}"\}$/,
    );
  });

  it('executes it, signed with the new key', async () => {
    receiver.answer((_request, response) => response.end('{"result":"sent","error":""}'));
    const { status, body } = await run(execute);
    expect([status, body.result]).toEqual([200, 'sent']);
    const { event } = receiver.requests.at(-1)!;
    expect(event.parameters).toMatchObject({ recipient: 'ada@example.com' });
    expect(event.signature).toMatch(/^[0-9a-f]{64}$/);
    receiver.answer(204);
  });

  it('deletes it, and knows it no more', async () => {
    const deleted = { status: 200, body: { message: 'Action deleted successfully' } };
    expect(await run(remove)).toEqual(deleted);
    const missing = { status: 404, body: { error: 'Action not found' } };
    expect(await run(get)).toEqual(missing);
    expect(await run(remove)).toEqual(missing);
  });

  it('refuses an endpoint that fails the test request', async () => {
    receiver.answer(500);
    const body = { error: 'action validation failed: webhook endpoint returned status 500' };
    expect(await run(register)).toEqual({ status: 400, body });
  });

  it('refuses an invalid token', async () => {
    jwt = 'YOUR_JWT_TOKEN';
    expect(await run(list)).toEqual({ status: 401, body: { error: 'Invalid token' } });
    apiToken = 'your-api-token-here';
    expect(await run(exchange)).toEqual({ status: 401, body: { error: 'Invalid token' } });
  });
});
