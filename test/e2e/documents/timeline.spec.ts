import { createHash } from 'node:crypto';
import { Timeline } from '../../../src/modules/documents';
import { eventually } from '../../support/eventually';
import { Exchange } from '../../support/exchange';
import { magic } from '../../support/invoices';
import { onboard } from '../../support/scenario';

describe('GET /documents/{id}/timeline', () => {
  let exchange: Exchange;
  let sent: any;
  let received: any;

  beforeAll(async () => {
    exchange = await Exchange.start();
    const { acme, globex } = exchange;
    ({ sent, received } = await exchange.exchanged());
    await exchange.tell(globex, received.id, {
      status: 'suspended',
      reasonCode: 'JUSTIF_ABS',
      reason: 'Which order?',
    });
    await exchange.until(sent.id, { lifecycleStatus: 'suspended' });
    const payment = { amount: '15', currency: 'EUR', date: '2026-05-20' };
    await exchange.tell(acme, sent.id, { status: 'paid', payment });
    await eventually('the delivery of both messages', async () => {
      const sql = `SELECT 1 FROM lifecycle_messages WHERE direction = 'outgoing' AND state = 'delivered'`;
      return (await exchange.app.database.query(sql)).length === 2;
    });
  });

  afterAll(() => exchange.stop());

  const timeline = (id: string, query = '', key = exchange.acme.apiKey.key) =>
    exchange.app.get(`/documents/${id}/timeline${query}`, key);

  it('200: the whole story, oldest first', async () => {
    const { status, body } = await timeline(sent.id);
    expect(status).toBe(200);
    expect(body).toMatchObject({ hasMore: false, nextCursor: null });
    const told = body.data.map(({ kind, actor, status }: any) => `${kind} ${actor} ${status}`);
    const isDelivery = (entry: string) => entry.startsWith('delivery');
    expect(told.filter(isDelivery)).toEqual([
      'delivery platform queued',
      'delivery platform sent',
      'delivery platform delivered',
    ]);
    const isReport = (entry: string) => entry.startsWith('compliance authority');
    expect(told.filter(isReport)).toHaveLength(1);
    expect(told.filter((entry: string) => !isDelivery(entry) && !isReport(entry)).sort()).toEqual([
      'evidence platform sent',
      'lifecycle buyer suspended',
      'lifecycle seller paid',
      'message platform delivered',
      'message platform matched',
    ]);
    const times = body.data.map(({ at }: any) => at);
    expect(times).toEqual([...times].sort());
    const [suspended, paid] = body.data.filter(({ kind }: any) => kind === 'lifecycle');
    expect(suspended.details).toMatchObject({
      previousStatus: 'deposited',
      currentStatus: 'suspended',
      reasonCode: 'JUSTIF_ABS',
      reason: 'Which order?',
    });
    expect(paid.details).toMatchObject({
      previousStatus: 'suspended',
      currentStatus: 'suspended',
      payments: [{ amount: '15', currency: 'EUR', date: '2026-05-20' }],
    });
  });

  it('names the message by which the other side was told, with the digest of its bytes', async () => {
    const { body } = await timeline(received.id, '', exchange.globex.apiKey.key);
    const message = body.data.find(
      ({ kind, details }: any) => kind === 'message' && details.direction === 'outgoing',
    );
    const sql = `SELECT bytes FROM lifecycle_messages WHERE id = $1`;
    const [{ bytes }] = await exchange.app.database.query(sql, [message.id]);
    expect(message).toMatchObject({
      status: 'delivered',
      details: {
        sender: exchange.globex.company.peppolId,
        receiver: exchange.acme.company.peppolId,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      },
    });
    const suspended = body.data.find(({ status }: any) => status === 'suspended');
    expect(suspended.details.messageId).toBe(message.id);
  });

  it('proves what was sent, and tells where it was reported', async () => {
    const { body } = await timeline(sent.id);
    const of = (wanted: string) => body.data.find(({ kind }: any) => kind === wanted).details;
    const original = await exchange.xml(sent.id);
    const sha256 = createHash('sha256').update(original).digest('hex');
    expect(of('evidence')).toEqual({ transmissionId: sent.id, sha256 });
    expect(of('compliance')).toMatchObject({ reportedTo: 'PPF', lifecycleStatus: 'deposited' });
  });

  it('200: page by page, nothing twice and nothing left out', async () => {
    const whole = (await timeline(sent.id)).body.data;
    const pages: any[] = [];
    for (let query = '?limit=2'; query;) {
      const { body } = await timeline(sent.id, query);
      pages.push(...body.data);
      query = body.hasMore ? `?limit=2&cursor=${body.nextCursor}` : '';
    }
    expect(pages).toEqual(whole);
  });

  it('keeps every attempt, also of a document that was sent again', async () => {
    const { id } = await exchange.send(magic.unreachable);
    await exchange.until(id, { lifecycleStatus: 'undeliverable' });
    await exchange.app.post(`/documents/${id}/resend`, exchange.acme.apiKey.key);
    await exchange.until(id, { lifecycleStatus: 'undeliverable', status: 'failed' });
    const { body } = await timeline(id);
    const told = body.data.map(({ kind, status, details }: any) => [
      kind,
      status,
      details.attempt,
      details.errorCode,
    ]);
    expect(told).toEqual([
      ['delivery', 'queued', 1, undefined],
      ['delivery', 'failed', 1, 'RECIPIENT_UNREACHABLE'],
      ['lifecycle', 'undeliverable', undefined, undefined],
      ['delivery', 'queued', 2, undefined],
      ['lifecycle', 'deposited', undefined, undefined],
      ['delivery', 'failed', 2, 'RECIPIENT_UNREACHABLE'],
      ['lifecycle', 'undeliverable', undefined, undefined],
    ]);
  });

  it('takes in what other modules tell', async () => {
    const entry = {
      id: 'rep_1',
      at: new Date(sent.createdAt),
      kind: 'compliance',
      actor: 'authority',
      status: 'accepted',
      details: {},
    };
    const { id } = (await exchange.exchanged()).sent;
    exchange.app.app.get(Timeline).register({
      after: (documentId, { at }) => Promise.resolve(documentId === id && entry.at > at ? [entry] : []),
    });
    const { body } = await timeline(id);
    expect(body.data[0]).toEqual({ ...entry, at: sent.createdAt });
  });

  it('400: a cursor that nobody gave out', async () => {
    for (const cursor of ['x', Buffer.from('["a","b"]').toString('base64url')]) {
      const { status, body } = await timeline(sent.id, `?cursor=${cursor}`);
      expect([status, body.error.code]).toEqual([400, 'INVALID_CURSOR']);
    }
    expect((await timeline(sent.id, '?limit=0')).status).toBe(400);
  });

  it('401, 403 and 404', async () => {
    expect((await timeline(sent.id, '', '')).status).toBe(401);
    const scopes = { apiKey: { name: 'sender', scopes: ['send'] } };
    const sender = await onboard(exchange.app, exchange.platform, scopes);
    expect((await timeline(sent.id, '', sender.apiKey.key)).body.error.code).toBe('INSUFFICIENT_SCOPE');
    expect((await timeline(received.id)).body.error.code).toBe('DOCUMENT_NOT_FOUND');
    expect((await timeline('doc_unknown')).status).toBe(404);
  });
});
