import { waitUntil } from '../launcher/processes.mjs';
import { echoParticipant, invoice } from './invoice.mjs';
import { good, printJson, remark } from './printer.mjs';

export async function sendInvoice({ call, platformKey: key, acme, run }) {
  const number = `INV-${run}`;
  const body = { type: 'invoice', from: acme.id, to: echoParticipant, document: invoice(number) };
  const options = { key, company: acme.id, idempotencyKey: `t_acme-${number}`, body };
  const first = await call('POST', '/documents/send', options);
  remark('the same call again, as after a lost answer: nothing is sent twice');
  const again = await call('POST', '/documents/send', { ...options, quiet: true });
  if (!again.isReplayed || again.body.id !== first.body.id)
    throw new Error('a repeated call was not recognised');
  good(`${again.status}, Idempotent-Replayed: true, and the same document ${again.body.id}`);
  return { documentId: first.body.id, number };
}

/** The receiver has printed each as it came; here the story waits for those it is about. */
export async function receiveDeliveries({ receiver, documentId, number }) {
  const isOurs = ({ data }) => data.documentId === documentId;
  const isEcho = ({ data }) => data.number === `ECHO-${number}`;
  await receiver.expect(null, 'document.sent', isOurs);
  await receiver.expect(null, 'document.delivered', isOurs);
  await receiver.expect(null, 'document.received', isEcho);
  await receiver.expect('t_acme', 'document.delivered', isOurs);
  const delivery = await receiver.expect('t_acme', 'document.received', isEcho);
  good('each was verified with the recipe of the webhook cookbook before it was believed');
  refuseTampered(receiver, delivery);
  remark('the answer of the echo participant, as the tenant received it:');
  printJson(delivery.event);
}

/** One digit of the body changed, the rest as it came. */
function refuseTampered(receiver, { headers, rawBody, tenant }) {
  const tampered = Buffer.from(rawBody.toString().replace('"sequence":1', '"sequence":2'));
  const problem = receiver.problemOf({ headers }, tampered, tenant);
  if (tampered.equals(rawBody) || !problem) throw new Error('a body that was tampered with was believed');
  good(`a copy of it with one digit changed is refused: ${problem}`);
}

/** With the tenant's own key: it sees its own events alone. */
export async function acknowledgeEvents({ call, acme: { key }, documentId, number }) {
  const mentions = ({ data }) => data.documentId === documentId || data.number === `ECHO-${number}`;
  const list = (quiet) => call('GET', '/events?limit=100', { key, quiet });
  const areAllThere = async () => (await list(true)).body.data.filter(mentions).length >= 3;
  if (!(await waitUntil(areAllThere, 10_000, 100)))
    throw new Error('the Events API does not list all events');
  const eventIds = (await list(false)).body.data.map(({ id }) => id);
  const { body } = await call('POST', '/events/ack', { key, body: { eventIds } });
  if (body.acknowledged !== eventIds.length) throw new Error('not all events were acknowledged');
  const left = (await list(true)).body.data.length;
  good(left === 0 ? 'the queue is clear' : `${left} more have come meanwhile`);
}

export async function readUsage({ call, platformKey: key, acme }) {
  const { body } = await call('GET', '/platform/usage?period=month&groupBy=company', { key });
  const usage = body.byCompany.find(({ companyId }) => companyId === acme.id);
  if (!usage?.sent || !usage.received) throw new Error('the usage of ACME was not counted');
  good(`${usage.tenantId}: ${usage.sent} sent, ${usage.received} received`);
}
