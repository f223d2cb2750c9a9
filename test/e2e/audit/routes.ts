import { reportWhen } from '../../support/compliance';
import { echoRecipient, magic } from '../../support/invoices';
import { newVatNumber } from '../../support/scenario';
import { actionBody } from '../gateway/gateway';
import { accountRoutes } from './account-routes';
import { AuditedRoute, AuditScene } from './audit-scene';

const company = () => ({ name: 'Audited', vatNumber: newVatNumber() });
const key = { name: 'audited', scopes: ['*'], keyType: 'platform' };

async function keyId(scene: AuditScene): Promise<string> {
  return (await scene.call('POST', '/api-keys', key, scene.token)).body.id as string;
}

async function actionName(scene: AuditScene): Promise<string> {
  return (await scene.gateway('POST', '/actions', actionBody(scene.receiver.url))).body.action.name as string;
}

const ofTenant = (scene: AuditScene, method: string, path: string, body?: unknown) =>
  scene.call(method, path, body, scene.exchange.acme.apiKey.key);

/** Every route that changes something, and how to see it do so. */
export const audited: Record<string, AuditedRoute> = {
  ...accountRoutes,
  'PATCH /exchange/v1/platform/settings': {
    action: 'platform_settings.updated',
    send: (scene) =>
      scene.call('PATCH', '/platform/settings', { defaults: { autoCompliance: { FR: true } } }),
  },
  'PUT /exchange/v1/platform/companies/{id}/quota': {
    action: 'company_quota.set',
    send: async (scene) => {
      const { id } = (await scene.tenant()).company;
      return scene.call('PUT', `/platform/companies/${id}/quota`, { documents: 100 });
    },
  },
  'DELETE /exchange/v1/platform/companies/{id}/quota': {
    action: 'company_quota.lifted',
    send: async (scene) => {
      const path = `/platform/companies/${(await scene.tenant()).company.id}/quota`;
      await scene.call('PUT', path, { documents: 100 });
      return scene.call('DELETE', path);
    },
  },
  'POST /exchange/v1/api-keys': {
    action: 'api_key.created',
    send: (scene) => scene.call('POST', '/api-keys', key, scene.token),
  },
  'DELETE /exchange/v1/api-keys/{id}': {
    action: 'api_key.revoked',
    send: async (scene) => scene.call('DELETE', `/api-keys/${await keyId(scene)}`, undefined, scene.token),
  },
  'POST /exchange/v1/api-keys/{id}/rotate': {
    action: 'api_key.rotated',
    send: async (scene) => scene.call('POST', `/api-keys/${await keyId(scene)}/rotate`, {}, scene.token),
  },
  'POST /exchange/v1/platform/api-keys': {
    action: 'api_key.created',
    send: (scene) => scene.call('POST', '/platform/api-keys', key),
  },
  'DELETE /exchange/v1/platform/api-keys/{key_id}': {
    action: 'api_key.revoked',
    send: async (scene) => scene.call('DELETE', `/platform/api-keys/${(await scene.tenant()).apiKey.id}`),
  },
  'POST /exchange/v1/companies': {
    action: 'company.created',
    send: (scene) => scene.call('POST', '/companies', company()),
  },
  'PATCH /exchange/v1/companies/{id}': {
    action: 'company.updated',
    send: async (scene) =>
      scene.call('PATCH', `/companies/${(await scene.tenant()).company.id}`, { name: 'Renamed' }),
  },
  'DELETE /exchange/v1/companies/{id}': {
    action: 'company.deregistered',
    send: async (scene) => scene.call('DELETE', `/companies/${(await scene.tenant()).company.id}`),
  },
  'POST /exchange/v1/platform/companies': {
    action: 'company.created',
    send: (scene) => scene.call('POST', '/platform/companies', company()),
  },
  'POST /exchange/v1/platform/companies/batch': {
    action: 'company.created',
    send: ({ app, exchange }) =>
      app.post('/platform/companies/batch', exchange.platform, JSON.stringify(company()), {
        'content-type': 'application/x-ndjson',
      }),
  },
  'POST /exchange/v1/companies/{id}/registration': {
    action: 'company.registration_retried',
    send: async (scene) => {
      const { id } = (await scene.exchange.onboard({ name: 'Registered' })).company;
      await scene.app.database.query(`UPDATE companies SET smp_status = 'failed' WHERE id = $1`, [id]);
      return scene.call('POST', `/companies/${id}/registration`, { migrationKey: 'mig-secret' });
    },
  },
  'POST /exchange/v1/companies/{id}/migration': {
    action: 'company.migration_key_issued',
    send: (scene) => scene.call('POST', `/companies/${scene.exchange.globex.company.id}/migration`, {}),
  },
  'PUT /exchange/v1/companies/{id}/legal-hold': {
    action: 'legal_hold.placed',
    send: (scene) =>
      scene.call('PUT', `/companies/${scene.exchange.acme.company.id}/legal-hold`, { reason: 'Inquiry' }),
  },
  'DELETE /exchange/v1/companies/{id}/legal-hold': {
    action: 'legal_hold.lifted',
    send: (scene) => scene.call('DELETE', `/companies/${scene.exchange.acme.company.id}/legal-hold`),
  },
  'PATCH /exchange/v1/documents/{id}': {
    action: 'document.updated',
    send: async (scene) => {
      const { id } = await scene.exchange.send(echoRecipient);
      return ofTenant(scene, 'PATCH', `/documents/${id}`, { tags: ['urgent'] });
    },
  },
  'POST /exchange/v1/documents/{id}/resend': {
    action: 'document.resent',
    send: async (scene) => {
      const { id } = await scene.exchange.send(magic.unreachable);
      await scene.exchange.until(id, { status: 'failed', lifecycleStatus: 'undeliverable' });
      return ofTenant(scene, 'POST', `/documents/${id}/resend`, {});
    },
  },
  'POST /exchange/v1/documents/{id}/lifecycle': {
    action: 'document.lifecycle_set',
    send: async (scene) => {
      const { received } = await scene.exchange.exchanged();
      const path = `/documents/${received.id}/lifecycle`;
      return scene.call('POST', path, { status: 'in_process' }, scene.exchange.globex.apiKey.key);
    },
  },
  'POST /exchange/v1/documents/{id}/compliance/{report}/retry': {
    action: 'report.retried',
    send: async (scene) => {
      const { id } = await scene.exchange.send(echoRecipient);
      const report = await reportWhen(scene.exchange, id, { state: 'submitted' });
      const sql = `UPDATE compliance_reports SET state = 'rejected' WHERE id = $1`;
      await scene.app.database.query(sql, [report.id]);
      return ofTenant(scene, 'POST', `/documents/${id}/compliance/${report.id}/retry`, {});
    },
  },
  'PUT /exchange/v1/documents/{id}/legal-hold': {
    action: 'legal_hold.placed',
    send: async (scene) => {
      const { id } = await scene.exchange.send(echoRecipient);
      return ofTenant(scene, 'PUT', `/documents/${id}/legal-hold`, { reason: 'Inquiry' });
    },
  },
  'DELETE /exchange/v1/documents/{id}/legal-hold': {
    action: 'legal_hold.lifted',
    send: async (scene) => {
      const { id } = await scene.exchange.send(echoRecipient);
      await ofTenant(scene, 'PUT', `/documents/${id}/legal-hold`, { reason: 'Inquiry' });
      return ofTenant(scene, 'DELETE', `/documents/${id}/legal-hold`);
    },
  },
  'POST /exchange/v1/webhooks': {
    action: 'webhook.created',
    send: (scene) => scene.call('POST', '/webhooks', { url: `${scene.receiver.url}/new`, events: ['*'] }),
  },
  'PATCH /exchange/v1/webhooks/{id}': {
    action: 'webhook.updated',
    send: async (scene) => scene.call('PATCH', `/webhooks/${await scene.webhook()}`, { status: 'disabled' }),
  },
  'DELETE /exchange/v1/webhooks/{id}': {
    action: 'webhook.deleted',
    send: async (scene) => scene.call('DELETE', `/webhooks/${await scene.webhook()}`),
  },
  'POST /exchange/v1/webhooks/{id}/rotate-secret': {
    action: 'webhook.secret_rotated',
    send: async (scene) => scene.call('POST', `/webhooks/${await scene.webhook()}/rotate-secret`, {}),
  },
  'POST /exchange/v1/webhooks/{id}/confirm-secret': {
    action: 'webhook.secret_confirmed',
    send: async (scene) => {
      const id = await scene.webhook();
      await scene.call('POST', `/webhooks/${id}/rotate-secret`, {});
      return scene.call('POST', `/webhooks/${id}/confirm-secret`, {});
    },
  },
  'POST /exchange/v1/webhooks/{id}/deliveries/{deliveryId}/resend': {
    action: 'webhook.delivery_resent',
    send: async (scene) => {
      const id = await scene.webhook();
      return scene.call('POST', `/webhooks/${id}/deliveries/${await scene.delivered(id)}/resend`, {});
    },
  },
  'POST /exchange/v1/webhooks/{id}/replay': {
    action: 'webhook.replayed',
    send: async (scene) =>
      scene.call('POST', `/webhooks/${await scene.webhook()}/replay`, { since: '2026-04-25' }),
  },
  'POST /exchange/v1/webhooks/{id}/recover': {
    action: 'webhook.recovered',
    send: async (scene) => scene.call('POST', `/webhooks/${await scene.webhook()}/recover`, {}),
  },
  'POST /api/v1/gateway/actions': {
    action: 'action.registered',
    send: (scene) => scene.gateway('POST', '/actions', actionBody(scene.receiver.url)),
  },
  'PUT /api/v1/gateway/actions/{name}': {
    action: 'action.updated',
    send: async (scene) =>
      scene.gateway('PUT', `/actions/${await actionName(scene)}`, { description: 'Another one' }),
  },
  'DELETE /api/v1/gateway/actions/{name}': {
    action: 'action.deleted',
    send: async (scene) => scene.gateway('DELETE', `/actions/${await actionName(scene)}`),
  },
  'POST /api/v1/gateway/api-tokens': {
    action: 'api_token.created',
    send: (scene) => scene.gateway('POST', '/api-tokens', { name: 'audited' }, scene.token),
  },
  'DELETE /api/v1/gateway/api-tokens/{id}': {
    action: 'api_token.revoked',
    send: async (scene) => {
      const { body } = await scene.gateway('POST', '/api-tokens', { name: 'audited' }, scene.token);
      return scene.gateway('DELETE', `/api-tokens/${body.id}`, undefined, scene.token);
    },
  },
  'POST /api/v1/gateway/hmac-keys': {
    action: 'hmac_key.created',
    send: (scene) => scene.gateway('POST', '/hmac-keys', { name: 'audited' }, scene.token),
  },
  'DELETE /api/v1/gateway/hmac-keys/{id}': {
    action: 'hmac_key.revoked',
    send: async (scene) => {
      const { body } = await scene.gateway('POST', '/hmac-keys', { name: 'audited' }, scene.token);
      return scene.gateway('DELETE', `/hmac-keys/${body.id}`, undefined, scene.token);
    },
  },
};

/** Routes that leave nothing in the log, and why. */
export const unaudited: Record<string, string> = {
  'POST /exchange/v1/documents/send': 'the timeline of the document is its record, and there are millions',
  'POST /exchange/v1/events/ack': 'a reading mark of high volume, kept on the event itself',
  'POST /exchange/v1/directory/verify': 'looks something up',
  'POST /exchange/v1/platform/domain/verify': 'looks at DNS sooner than it would have',
  'POST /exchange/v1/auth/password/forgot': 'sends a link; using it is audited',
  'POST /exchange/v1/sandbox/bootstrap':
    'makes an organization of its own, whose log begins with its company and key',
  'POST /exchange/v1/webhooks/{id}/test': 'sends pings; the scorecard stays on the webhook',
  'POST /api/v1/gateway/actions/{name}/execute': 'the log of executions is its record',
  'POST /api/v1/gateway/token/exchange': 'gives a session of a day; making and revoking its token is audited',
};
