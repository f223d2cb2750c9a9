import { actionBody, createApiToken, exchange as exchangeToken, gateway } from '../e2e/gateway/gateway';
import { admin, TestApp } from './app';
import { decided } from './compliance';
import { deliveriesOf } from './events';
import { eventually } from './eventually';
import { Exchange, Trader } from './exchange';
import { echoRecipient } from './invoices';
import { freshToken, newEmail, newMember } from './people';
import { Receiver } from './receiver';
import { onboard, platformKey, secondOrganization, signIn } from './scenario';

/** Things of one tenant by the routes that lead to them: `companies`, `webhooks.deliveryId` … */
export type Things = Record<string, string>;

/** Somebody who calls with a key of his own, and what he has himself. */
export interface Stranger {
  name: string;
  key: string;
  gatewayToken?: string;
  own: Things;
}

interface Owner {
  tenant: string;
  platform: string;
  dashboard: string;
  gatewayToken: string;
}

/** A company that has one of everything, and those who must see nothing of it. */
export class IsolationScene {
  private constructor(
    readonly app: TestApp,
    readonly owner: Owner,
    readonly company: Trader['company'],
    readonly things: Things,
    readonly strangers: Stranger[],
    private readonly receiver: Receiver,
  ) {}

  static async start(): Promise<IsolationScene> {
    const receiver = await Receiver.start();
    receiver.answer((_request, response) => response.writeHead(200).end('{"result":"done","error":""}'));
    const exchange = await Exchange.start();
    const { app, platform, acme } = exchange;
    const dashboard = await signIn(app);
    const { things, gatewayToken } = await ownEverything(exchange, dashboard, receiver);
    const owner = { tenant: acme.apiKey.key, platform, dashboard, gatewayToken };
    const strangers = await strangersTo(exchange, dashboard, receiver);
    return new IsolationScene(app, owner, acme.company, things, strangers, receiver);
  }

  async stop(): Promise<void> {
    await this.app.stop();
    await this.receiver.stop();
  }
}

async function ownEverything(exchange: Exchange, dashboard: string, receiver: Receiver) {
  const { app, acme } = exchange;
  const key = acme.apiKey.key;
  const webhook = await created(app.post('/webhooks', key, { url: `${receiver.url}/a`, events: ['*'] }));
  const document = (await exchange.send(echoRecipient)).id as string;
  await exchange.until(document, { deliveryStatus: 'delivered' });
  const report = await decided(exchange, document);
  const delivery = await eventually('every delivery', async () => {
    const rows = await deliveriesOf(app.database, webhook.id);
    return rows.length > 0 && rows.every(({ state }) => state === 'delivered') && rows[0];
  });
  const since = new Date(app.clock.now().getTime() - 60_000).toISOString();
  const replay = await created(app.post(`/webhooks/${webhook.id}/replay`, key, { since }));
  await eventually('the end of the replay', async () => {
    const { body } = await app.get(`/webhooks/${webhook.id}/replays/${replay.id}`, key);
    return body.state === 'done';
  });
  const wish = { name: 'spare', scopes: ['*'], keyType: 'personal', companyId: acme.company.id };
  const spare = await created(app.post('/platform/api-keys', exchange.platform, wish));
  const { things, gatewayToken } = await ownOfTheGateway(app, dashboard, receiver);
  return {
    gatewayToken,
    things: {
      companies: acme.company.id,
      documents: document,
      'documents.report': report.id as string,
      webhooks: webhook.id as string,
      'webhooks.deliveryId': delivery.id,
      'webhooks.replayId': replay.id as string,
      events: delivery.event_id,
      'api-keys': spare.id as string,
      ...things,
      ...(await peopleOf(app, dashboard)),
    },
  };
}

async function peopleOf(app: TestApp, dashboard: string): Promise<Things> {
  await freshToken(app, admin);
  const sessions: Array<{ id: string; current: boolean }> = (await app.get('/auth/sessions', dashboard)).body
    .data;
  const member = await newMember(app, 'viewer');
  const wish = { email: newEmail(), role: 'viewer' };
  const invitation = await created(app.post('/organization/invitations', dashboard, wish));
  return {
    'auth/sessions': sessions.find(({ current }) => !current)!.id,
    'organization/members': member.userId,
    'organization/invitations': invitation.id as string,
  };
}

async function ownOfTheGateway(app: TestApp, dashboard: string, receiver: Receiver) {
  const token = await createApiToken(app, dashboard);
  const gatewayToken = (await exchangeToken(app, token.api_token)).body.jwt_token as string;
  const hmacKey = await created(gateway(app, 'POST', '/hmac-keys', { key: dashboard, body: { name: 'a' } }));
  const body = actionBody(receiver.url, { json_schema: {} });
  const { action } = await created(gateway(app, 'POST', '/actions', { key: gatewayToken, body }));
  const execute = { key: gatewayToken, body: { parameters: {} } };
  const { execution_id } = await created(gateway(app, 'POST', `/actions/${action.name}/execute`, execute));
  const things = {
    'gateway.actions': action.name as string,
    'gateway.executions': execution_id as string,
    'gateway.api-tokens': token.id,
    'gateway.hmac-keys': hmacKey.id as string,
  };
  return { things, gatewayToken };
}

async function strangersTo(exchange: Exchange, dashboard: string, receiver: Receiver): Promise<Stranger[]> {
  const { app, globex } = exchange;
  const second = await secondOrganization(app);
  const theirs = await exchange.onboard({ name: 'Stranger SA' }, second.platformKey);
  const live = await platformKey(app, { token: dashboard, mode: 'live' });
  const liveCompany = await onboard(app, live, { name: 'Live SA', vatNumber: 'FR83404833048' });
  const gatewayToken = (await exchangeToken(app, (await createApiToken(app, second.token)).api_token)).body
    .jwt_token as string;
  const withThings = async (name: string, { company, apiKey }: Trader): Promise<Stranger> => {
    const isLive = apiKey.key.includes('_live_');
    const url = isLive ? 'https://127.0.0.1/hook' : receiver.url;
    const hook = await created(app.post('/webhooks', apiKey.key, { url, events: ['*'] }));
    const own: Things = { companies: company.id, webhooks: hook.id };
    if (!isLive) own.documents = (await exchange.send(echoRecipient, apiKey.key)).id;
    return { name, key: apiKey.key, own };
  };
  const another = await withThings('a tenant of another organization', theirs);
  const otherMode = await withThings('a tenant of the same organization, in the other mode', liveCompany);
  return [
    another,
    otherMode,
    await withThings('another tenant of the same organization', globex),
    { name: 'the platform of another organization', key: second.platformKey, own: another.own },
    { name: 'the same platform in the other mode', key: live, own: otherMode.own },
    { name: 'a user of another organization', key: second.token, gatewayToken, own: another.own },
  ];
}

async function created(answer: Promise<{ status: number; body: any; text: string }>): Promise<any> {
  const { status, body, text } = await answer;
  if (status >= 300) throw new Error(`${status}: ${text}`);
  return body;
}
