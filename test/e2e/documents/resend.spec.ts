import { NetworkListener } from '../../../src/network/network-gateway.port';
import { eventually } from '../../support/eventually';
import { Exchange } from '../../support/exchange';
import { magic, newNumber, sendBody } from '../../support/invoices';
import { onboard, signIn } from '../../support/scenario';

describe('POST /documents/{id}/resend', () => {
  let exchange: Exchange;
  let key: string;

  beforeAll(async () => {
    exchange = await Exchange.start();
    key = exchange.acme.apiKey.key;
  });

  afterAll(() => exchange.stop());

  const resend = (id: string, headers?: Record<string, string>, credential = key) =>
    exchange.app.post(`/documents/${id}/resend`, credential, undefined, headers);

  /** Sent while its recipient was not there yet, which has come meanwhile. */
  async function failed(): Promise<any> {
    const { id } = await exchange.send(magic.unreachable);
    const document = await exchange.until(id, { status: 'failed', lifecycleStatus: 'undeliverable' });
    await exchange.app.database.query(`UPDATE documents SET receiver_id = $2 WHERE id = $1`, [
      id,
      exchange.globex.company.peppolId,
    ]);
    return document;
  }

  it('202: the same bytes under the same id, once, as another transmission', async () => {
    const document = await failed();
    const xml = await exchange.xml(document.id);
    const answers = await Promise.all([1, 2, 3].map(() => resend(document.id)));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409]);
    const { body } = answers.find(({ status }) => status === 202)!;
    expect(body).toMatchObject({
      id: document.id,
      status: 'queued',
      deliveryStatus: 'pending',
      lifecycleStatus: 'deposited',
      errorCode: null,
      errorMessage: null,
    });
    await exchange.until(document.id, { status: 'sent', deliveryStatus: 'delivered' });
    const received = await exchange.arrival(exchange.globex, document.number);
    expect(await exchange.xml(received.id, exchange.globex.apiKey.key)).toBe(xml);
    expect(await exchange.receivedBy(exchange.globex, document.number)).toHaveLength(1);
    const sql = `SELECT message_id FROM documents WHERE id = ANY($1)`;
    const rows = await exchange.app.database.query(sql, [[document.id, received.id]]);
    expect(rows).toEqual([{ message_id: `${document.id}-2` }, { message_id: `${document.id}-2` }]);
    expect(await exchange.expectOrderly(document.id)).toEqual([
      'document.failed',
      'lifecycle.updated',
      'lifecycle.updated',
      'document.sent',
      'document.delivered',
    ]);
  });

  it('takes no word about the attempt before for one about this', async () => {
    const document = await failed();
    const listener = exchange.app.app.get(NetworkListener);
    await resend(document.id);
    await exchange.until(document.id, { deliveryStatus: 'delivered' });
    const before = await exchange.eventsOf(document.id);
    await listener.failed(document.id, 'SCHEMA_REJECTED', 'of the first attempt');
    expect(await exchange.eventsOf(document.id)).toHaveLength(before.length);
  });

  it('fails again where the cause is still there', async () => {
    const { id } = await exchange.send(magic.rejecting);
    await exchange.until(id, { lifecycleStatus: 'platform_rejected' });
    const { body } = await resend(id);
    expect(body).toMatchObject({ status: 'queued', lifecycleStatus: 'deposited' });
    await exchange.until(id, { status: 'failed', lifecycleStatus: 'platform_rejected' });
    await exchange.expectOrderly(id);
  });

  it('repeats its answer for the same Idempotency-Key', async () => {
    const { id } = await failed();
    const headers = { 'idempotency-key': newNumber() };
    const first = await resend(id, headers);
    const again = await resend(id, headers);
    expect([again.status, again.body]).toEqual([202, first.body]);
    expect(again.headers['idempotent-replayed']).toBe('true');
  });

  it('409: only what failed', async () => {
    const { sent, received } = await exchange.exchanged();
    const answer = await resend(sent.id);
    expect([answer.status, answer.body.error.code]).toEqual([409, 'INVALID_TRANSITION']);
    expect(answer.body.error.message).toMatch(/this one is sent/);
    const incoming = await resend(received.id, {}, exchange.globex.apiKey.key);
    expect([incoming.status, incoming.body.error.code]).toEqual([409, 'INVALID_TRANSITION']);
  });

  it('409: not when its number has been sent since', async () => {
    const { id, number } = await failed();
    const second = await exchange.app.post('/documents/send', key, sendBody({}, { number }));
    expect(second.status).toBe(202);
    const { status, body } = await resend(id);
    expect([status, body.error.code, body.error.documentId]).toEqual([
      409,
      'DUPLICATE_DOCUMENT',
      second.body.id,
    ]);
  });

  it('401, 403 and 404', async () => {
    const { id } = await failed();
    expect((await resend(id, {}, '')).status).toBe(401);
    const { company } = exchange.acme;
    const body = { name: 'reader', scopes: ['documents.read'], keyType: 'personal', companyId: company.id };
    const { body: reader } = await exchange.app.post('/api-keys', await signIn(exchange.app), body);
    expect((await resend(id, {}, reader.key)).body.error.code).toBe('INSUFFICIENT_SCOPE');
    const other = await onboard(exchange.app, exchange.platform);
    expect((await resend(id, {}, other.apiKey.key)).body.error.code).toBe('DOCUMENT_NOT_FOUND');
    await eventually('no job of a failed document', async () => (await exchange.jobs(id)).length === 0);
  });
});
