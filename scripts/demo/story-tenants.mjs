import { randomInt } from 'node:crypto';
import { good, remark } from './printer.mjs';

const tenantEvents = [
  'document.received',
  'document.delivered',
  'document.failed',
  'lifecycle.updated',
  'compliance.reported.failed',
];
const tenantKey = {
  name: 'tenant-acme',
  scopes: ['send', 'receive', 'documents.read', 'documents.write', 'lifecycle'],
};

/** ACME, as in the kit, and a second tenant that is new in each run. */
export async function onboardTenants(story) {
  const { call, platformKey: key, run } = story;
  const acme = await onboardAcme(story);
  remark('and a second one, new in each run of this demo, for which the platform-level webhook is enough:');
  const body = {
    vatNumber: `FR${randomInt(1e10, 1e11)}`,
    name: `Initech ${run} SAS`,
    metadata: { tenantId: `t_${run}` },
  };
  const { company } = (
    await call('POST', '/platform/companies', { key, idempotencyKey: `tenant-${run}-init`, body })
  ).body;
  return { acme, second: company };
}

async function onboardAcme({ call, platformKey: key, receiver, run }) {
  const url = receiver.urlFor('t_acme');
  const body = {
    vatNumber: 'FR86797978996',
    name: 'ACME France SARL',
    metadata: { tenantId: 't_acme', tier: 'premium' },
    webhook: { url, events: tenantEvents },
    apiKey: tenantKey,
  };
  const idempotencyKey = `tenant-acme-init-${run}`;
  const answer = await call('POST', '/platform/companies', { key, idempotencyKey, body, accept: [201, 409] });
  if (answer.status === 409) return takeOverAcme({ call, key, receiver, url, ...answer.body.error });
  const { company, webhook, apiKey } = answer.body;
  receiver.remember('t_acme', webhook.secret);
  return { id: company.id, key: apiKey.key, isNew: true };
}

/** Onboarded by an earlier run: it gets a webhook and a key of this one. */
async function takeOverAcme({ call, key, receiver, url, companyId }) {
  remark(
    'ACME is there from an earlier run: "409 COMPANY_EXISTS with the existing companyId: treat it as success"',
  );
  const webhook = await call('POST', '/webhooks', {
    key,
    company: companyId,
    body: { url, events: tenantEvents },
  });
  receiver.remember('t_acme', webhook.body.secret);
  const body = { ...tenantKey, keyType: 'personal', companyId };
  const minted = await call('POST', '/platform/api-keys', { key, body });
  return { id: companyId, key: minted.body.key, isNew: false };
}

/** "SMP registration is async. Listen for the company.smp_registered event … or poll GET /companies/{id}". */
export async function awaitRegistration({ call, platformKey: key, receiver, acme, second }) {
  const expected = acme.isNew ? [acme.id, second.id] : [second.id];
  for (const id of expected) {
    const { event } = await receiver.expect(
      null,
      'company.smp_registered',
      ({ data }) => data.companyId === id,
    );
    good(`company.smp_registered has come for ${event.data.peppolId}`);
  }
  await call('GET', `/companies/${acme.id}`, { key });
}
