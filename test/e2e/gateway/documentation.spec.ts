import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { TestApp } from '../../support/app';
import { Answer } from '../../support/http';
import { Receiver } from '../../support/receiver';
import { createApiToken, sendEmailSchema } from './gateway';

/** The commands of the gateway's documentation as they are printed; only the host, the receiver and the tokens are put in. */
const commands = {
  exchange: String.raw`curl -X POST https://your-flowent-instance.com/api/v1/gateway/token/exchange \
  -H "Content-Type: application/json" \
  -d '{
    "api_token": "your-api-token-here"
  }'`,
  list: String.raw`curl -X GET https://your-flowent-instance.com/api/v1/gateway/actions \
  -H "Authorization: Bearer YOUR_JWT_TOKEN"`,
  register: String.raw`curl -X POST https://your-flowent-instance.com/api/v1/gateway/actions \
  -H "Authorization: Bearer YOUR_JWT_TOKEN" \
  -H "Content-Type: application/json" \
  -d '{
    "name": "send_email",
    "description": "Send an email to a specified recipient",
    "webhook_url": "https://your-server.com/actions/send_email",
    "json_schema": {
      "type": "object",
      "properties": {
        "recipient": {
          "type": "string",
          "description": "Email address of the recipient"
        },
        "subject": {
          "type": "string",
          "description": "Email subject line"
        },
        "body": {
          "type": "string",
          "description": "Email body content"
        }
      },
      "required": ["recipient", "subject", "body"]
    }
  }'`,
  get: String.raw`curl -X GET https://your-flowent-instance.com/api/v1/gateway/actions/send_email \
  -H "Authorization: Bearer YOUR_JWT_TOKEN"`,
  update: String.raw`curl -X PUT https://your-flowent-instance.com/api/v1/gateway/actions/send_email \
  -H "Authorization: Bearer YOUR_JWT_TOKEN" \
  -H "Content-Type: application/json" \
  -d '{
    "description": "Updated description for sending emails",
    "webhook_url": "https://your-server.com/v2/actions/send_email"
  }'`,
  delete: String.raw`curl -X DELETE https://your-flowent-instance.com/api/v1/gateway/actions/send_email \
  -H "Authorization: Bearer YOUR_JWT_TOKEN"`,
};

let app: TestApp;
let receiver: Receiver;
let apiToken: string;
let jwt = 'none yet';

beforeAll(async () => {
  app = await TestApp.start();
  receiver = await Receiver.start();
  apiToken = (await createApiToken(app)).api_token;
});
afterAll(async () => {
  await receiver.stop();
  await app.stop();
});

/** Runs it in a shell, as its reader does. */
async function run(command: string): Promise<Pick<Answer, 'status' | 'body'>> {
  const filled = command
    .replaceAll('https://your-flowent-instance.com', app.url)
    .replaceAll('https://your-server.com', receiver.url)
    .replaceAll('your-api-token-here', apiToken)
    .replaceAll('YOUR_JWT_TOKEN', jwt);
  const { stdout } = await promisify(execFile)('sh', ['-c', `${filled} -s -w '\n%{http_code}'`]);
  const lines = stdout.split('\n');
  return { status: Number(lines.pop()), body: JSON.parse(lines.join('\n')) };
}

describe('the documentation, from top to bottom', () => {
  it('exchanges the API token', async () => {
    const { status, body } = await run(commands.exchange);
    expect(status).toBe(200);
    expect(body).toEqual({
      jwt_token: expect.stringMatching(/^eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9\.[\w-]+\.[\w-]+$/),
      token_type: 'Bearer',
      expires_in: 86400,
    });
    jwt = body.jwt_token;
  });

  it('lists no action yet', async () => {
    expect(await run(commands.list)).toEqual({ status: 200, body: { actions: [] } });
  });

  it('registers an action, after the test request that is printed', async () => {
    const { status, body } = await run(commands.register);
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
    expect(await run(commands.register)).toEqual({ status: 409, body });
    expect(receiver.requests).toHaveLength(1);
  });

  it('gets and lists it', async () => {
    const { status, body } = await run(commands.get);
    expect([status, body.action.name]).toEqual([200, 'send_email']);
    expect(await run(commands.list)).toEqual({ status: 200, body: { actions: [body.action] } });
  });

  it('updates it, after a test request to the new address', async () => {
    const { status, body } = await run(commands.update);
    expect(status).toBe(200);
    expect(body.action).toMatchObject({
      description: 'Updated description for sending emails',
      webhook_url: `${receiver.url}/v2/actions/send_email`,
      json_schema: sendEmailSchema,
    });
    expect(receiver.requests.at(-1)!.path).toBe('/v2/actions/send_email');
  });

  it('deletes it, and knows it no more', async () => {
    const deleted = { status: 200, body: { message: 'Action deleted successfully' } };
    expect(await run(commands.delete)).toEqual(deleted);
    const missing = { status: 404, body: { error: 'Action not found' } };
    expect(await run(commands.get)).toEqual(missing);
    expect(await run(commands.delete)).toEqual(missing);
  });

  it('refuses an endpoint that fails the test request', async () => {
    receiver.answer(500);
    const body = { error: 'action validation failed: webhook endpoint returned status 500' };
    expect(await run(commands.register)).toEqual({ status: 400, body });
  });

  it('refuses an invalid token', async () => {
    jwt = 'YOUR_JWT_TOKEN';
    expect(await run(commands.list)).toEqual({ status: 401, body: { error: 'Invalid token' } });
    apiToken = 'your-api-token-here';
    expect(await run(commands.exchange)).toEqual({ status: 401, body: { error: 'Invalid token' } });
  });
});
