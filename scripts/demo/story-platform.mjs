import { UnexpectedAnswer } from './client.mjs';
import { remark } from './printer.mjs';
import { isOfEarlierRun } from './receiver.mjs';

const platformEvents = ['company.smp_registered', 'document.sent', 'document.delivered', 'document.received'];

export async function signIn({ call, credentials }) {
  try {
    const { body } = await call('POST', '/auth/login', { body: credentials });
    return { token: body.accessToken };
  } catch (error) {
    if (!(error instanceof UnexpectedAnswer) || error.status !== 401) throw error;
    throw new Error(
      `this data belongs to an account with another password; name it with ADMIN_EMAIL and ADMIN_PASSWORD, or give the demo data of its own with --data FOLDER`,
      { cause: error },
    );
  }
}

/** The kit's own call. */
export async function platformKey({ call, token }) {
  const body = { name: 'my-platform', scopes: ['platform', '*'], keyType: 'platform' };
  const answer = await call('POST', '/api-keys', { key: token, body });
  return { platformKey: answer.body.key };
}

export async function openPlatformWebhook({ call, platformKey: key, receiver }) {
  await putAwayEarlierWebhooks(call, key);
  remark(`a receiver of our own listens on ${receiver.urlFor(null)}`);
  const body = { url: receiver.urlFor(null), events: platformEvents };
  const answer = await call('POST', '/webhooks', { key, body });
  receiver.remember(null, answer.body.secret);
  return { platformWebhook: answer.body.id };
}

/** Those of earlier runs on this data, whose receivers are gone. Disabled, not deleted, as the kit asks: they are the audit trail. */
async function putAwayEarlierWebhooks(call, key) {
  const quiet = true;
  let disabled = 0;
  for (let cursor = ''; cursor !== undefined;) {
    const { body } = await call('GET', `/webhooks?limit=100${cursor}`, { key, quiet });
    for (const { id } of body.data.filter(isOfEarlierRun)) {
      await call('PATCH', `/webhooks/${id}`, { key, quiet, body: { status: 'disabled' } });
      disabled++;
    }
    cursor = body.hasMore ? `&cursor=${encodeURIComponent(body.nextCursor)}` : undefined;
  }
  if (disabled > 0) remark(`(first, ${disabled} webhooks of earlier runs were disabled)`);
}
