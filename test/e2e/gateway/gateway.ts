import { randomBytes } from 'node:crypto';
import { TestApp } from '../../support/app';
import { Answer, call, CallOptions } from '../../support/http';
import { signIn } from '../../support/scenario';

/** The schema that the documentation registers. */
export const sendEmailSchema = {
  type: 'object',
  properties: {
    recipient: { type: 'string', description: 'Email address of the recipient' },
    subject: { type: 'string', description: 'Email subject line' },
    body: { type: 'string', description: 'Email body content' },
  },
  required: ['recipient', 'subject', 'body'],
};

/** Calls the gateway; the path is below /api/v1/gateway. */
export function gateway(app: TestApp, method: string, path: string, options?: CallOptions): Promise<Answer> {
  return call(method, `${app.url}/api/v1/gateway${path}`, options);
}

export async function createApiToken(
  app: TestApp,
  dashboardToken?: string,
  body: Record<string, unknown> = {},
): Promise<{ id: string; api_token: string }> {
  const key = dashboardToken ?? (await signIn(app));
  const answer = await gateway(app, 'POST', '/api-tokens', { key, body: { name: 'tests', ...body } });
  if (answer.status !== 201) throw new Error(`expected 201, got ${answer.status}: ${answer.text}`);
  return answer.body;
}

export function exchange(app: TestApp, api_token: unknown): Promise<Answer> {
  return gateway(app, 'POST', '/token/exchange', { body: { api_token } });
}

/** A JWT of a new API token. */
export async function gatewayJwt(app: TestApp, dashboardToken?: string): Promise<string> {
  const { api_token } = await createApiToken(app, dashboardToken);
  return (await exchange(app, api_token)).body.jwt_token as string;
}

/** A body that registers an action under a name that no other test has. */
export function actionBody(webhook_url: string, overrides: Record<string, unknown> = {}) {
  return {
    name: `action_${randomBytes(6).toString('hex')}`,
    description: 'Send an email to a specified recipient',
    webhook_url,
    json_schema: sendEmailSchema,
    ...overrides,
  };
}
