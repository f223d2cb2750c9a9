import { Exchange, Trader } from '../../support/exchange';
import { newNumber } from '../../support/invoices';
import { onboard, secondOrganization, signIn } from '../../support/scenario';

describe('POST /documents/{id}/lifecycle', () => {
  let exchange: Exchange;
  let acme: Trader;
  let globex: Trader;
  let sent: any;
  let received: any;

  beforeAll(async () => {
    exchange = await Exchange.start();
    ({ acme, globex } = exchange);
  });

  beforeEach(async () => {
    ({ sent, received } = await exchange.exchanged());
  });

  afterAll(() => exchange.stop());

  const set = (trader: Trader, id: string, body: unknown, headers?: Record<string, string>) =>
    exchange.app.post(`/documents/${id}/lifecycle`, trader.apiKey.key, body, headers);

  const buyerSets = (body: unknown, headers?: Record<string, string>) =>
    set(globex, received.id, body, headers);

  const history = (id: string): Promise<any[]> =>
    exchange.app.database.query(
      `SELECT actor, status, previous_status, current_status, paid_amount, note FROM lifecycle_history WHERE document_id = $1 ORDER BY id`,
      [id],
    );

  describe('200', () => {
    it('moves the document and answers with it', async () => {
      const { status, body } = await buyerSets({ status: 'in_process' });
      expect(status).toBe(200);
      expect(body).toEqual({ ...received, lifecycleStatus: 'in_process', updatedAt: body.updatedAt });
      expect(body.updatedAt > received.updatedAt).toBe(true);
      expect((await exchange.document(received.id, globex.apiKey.key)).lifecycleStatus).toBe('in_process');
    });

    it('is no change when the document has that status', async () => {
      const first = await buyerSets({ status: 'approved' });
      const second = await buyerSets({ status: 'approved' });
      expect([second.status, second.body]).toEqual([200, first.body]);
      expect(await history(received.id)).toHaveLength(1);
      expect(await exchange.expectOrderly(received.id, globex)).toEqual([
        'document.received',
        'lifecycle.updated',
      ]);
    });

    it('is one change when it is asked for twice at once', async () => {
      const answers = await Promise.all([1, 2, 3, 4].map(() => buyerSets({ status: 'approved' })));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      expect(await history(received.id)).toHaveLength(1);
      expect(await exchange.expectOrderly(received.id, globex)).toHaveLength(2);
    });

    it('lets one of two that exclude each other win', async () => {
      const answers = await Promise.all([
        set(acme, sent.id, { status: 'cancelled' }),
        set(acme, sent.id, { status: 'paid' }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(await history(sent.id)).toHaveLength(1);
    });

    it('repeats its answer for the same Idempotency-Key', async () => {
      const headers = { 'idempotency-key': newNumber() };
      const first = await buyerSets({ status: 'in_process' }, headers);
      await buyerSets({ status: 'approved' });
      const again = await buyerSets({ status: 'in_process' }, headers);
      expect(again.headers['idempotent-replayed']).toBe('true');
      expect(again.body).toEqual(first.body);
      expect((await buyerSets({ status: 'approved' }, headers)).body.error.code).toBe(
        'IDEMPOTENCY_KEY_REUSED',
      );
    });

    it('adds up payments to the cent, and notes what is too much', async () => {
      const pay = async (amount: string, date = '2026-05-20') => {
        const payment = { amount, currency: 'EUR', date };
        const { body } = await set(acme, sent.id, { status: 'paid', payment });
        return body.lifecycleStatus;
      };
      expect(await pay('0.1')).toBe('deposited');
      expect(await pay('0.2')).toBe('deposited');
      expect(await pay('1214.69')).toBe('deposited');
      expect(await exchange.expectOrderly(sent.id)).not.toContain('lifecycle.updated');
      expect(await pay('0.02')).toBe('paid');
      expect(await pay('0.02')).toBe('paid');
      expect(await pay('5', '2026-05-21')).toBe('paid');
      const entries = await history(sent.id);
      expect(entries.map(({ paid_amount, note }) => [Number(paid_amount), note])).toEqual([
        [0.1, null],
        [0.2, null],
        [1214.69, null],
        [0.02, 'Overpaid by 0.01 EUR.'],
        [5, 'Overpaid by 5.01 EUR.'],
      ]);
      expect(
        (await exchange.expectOrderly(sent.id)).filter((type) => type === 'lifecycle.updated'),
      ).toHaveLength(1);
    });

    it('takes a platform key that names the company', async () => {
      const answer = await exchange.app.post(
        `/documents/${received.id}/lifecycle`,
        exchange.platform,
        { status: 'in_process' },
        { 'x-flowie-company': globex.company.id },
      );
      expect(answer.status).toBe(200);
    });
  });

  describe('400', () => {
    it.each(['rejected', 'disputed', 'suspended', 'partially_approved'])(
      '%s needs its reason',
      async (status) => {
        const missing = await buyerSets({ status });
        expect(missing.status).toBe(400);
        expect(missing.body.error).toMatchObject({
          code: 'MISSING_FIELD',
          details: [{ field: 'reasonCode', rule: 'required' }],
        });
        const unknown = await buyerSets({ status, reasonCode: 'BECAUSE' });
        expect(unknown.body.error).toMatchObject({
          code: 'INVALID_ENUM',
          details: [{ field: 'reasonCode' }],
        });
        expect(unknown.body.error.details[0].message).toMatch(/one of .*CMD_ERR/);
        expect(await history(received.id)).toEqual([]);
      },
    );

    it.each([
      [{}, 'MISSING_FIELD', 'status'],
      [{ status: 'refused' }, 'INVALID_ENUM', 'status'],
      [{ status: 'approved', reasonCode: 'CMD_ERR' }, 'INVALID_ENUM', 'reasonCode'],
      [
        { status: 'paid', payment: { currency: 'EUR', date: '2026-05-20' } },
        'MISSING_FIELD',
        'payment.amount',
      ],
      [payment({ amount: '-1' }), 'INVALID_REQUEST', 'payment.amount'],
      [payment({ amount: '1e3' }), 'INVALID_REQUEST', 'payment.amount'],
      [payment({ amount: 0 }), 'INVALID_REQUEST', 'payment.amount'],
      [payment({ currency: 'euro' }), 'INVALID_CURRENCY', 'payment.currency'],
      [payment({ currency: 'USD' }), 'INVALID_CURRENCY', 'payment.currency'],
      [payment({ date: '2026-02-31' }), 'INVALID_DATE', 'payment.date'],
      [payment({ vatRate: 101 }), 'INVALID_REQUEST', 'payment.vatRate'],
      [{ ...payment({}), status: 'cancelled' }, 'INVALID_REQUEST', 'payment'],
      [{ status: 'paid', colour: 'red' }, 'INVALID_REQUEST', 'colour'],
    ])('refuses %j', async (body, code, field) => {
      const { status, body: answer } = await set(acme, sent.id, body);
      expect([status, answer.error.code, answer.error.details[0].field]).toEqual([400, code, field]);
    });
  });

  it('401 and 403', async () => {
    const path = `/documents/${sent.id}/lifecycle`;
    expect((await exchange.app.post(path, undefined, { status: 'paid' })).status).toBe(401);
    const body = {
      name: 'reader',
      scopes: ['documents.read'],
      keyType: 'personal',
      companyId: acme.company.id,
    };
    const { body: reader } = await exchange.app.post('/api-keys', await signIn(exchange.app), body);
    const refused = await exchange.app.post(path, reader.key, { status: 'paid' });
    expect([refused.status, refused.body.error.code]).toEqual([403, 'INSUFFICIENT_SCOPE']);
    const nobody = await exchange.app.post(path, exchange.platform, { status: 'paid' });
    expect([nobody.status, nobody.body.error.code]).toEqual([403, 'COMPANY_REQUIRED']);
  });

  it('404 for what is not yours', async () => {
    const answers = [
      await set(globex, sent.id, { status: 'paid' }),
      await set(acme, 'doc_unknown', { status: 'paid' }),
    ];
    const second = await secondOrganization(exchange.app);
    answers.push(await set(await onboard(exchange.app, second.platformKey), sent.id, { status: 'paid' }));
    for (const { status, body } of answers)
      expect([status, body.error.code]).toEqual([404, 'DOCUMENT_NOT_FOUND']);
  });

  describe('409', () => {
    it('says what is allowed now', async () => {
      const wrong = await buyerSets({ status: 'payment_sent' });
      expect([wrong.status, wrong.body.error.code]).toEqual([409, 'INVALID_TRANSITION']);
      expect(wrong.body.error.allowed).toEqual([
        'in_process',
        'approved',
        'partially_approved',
        'disputed',
        'suspended',
        'rejected',
      ]);
      await buyerSets({ status: 'rejected', reasonCode: 'DOUBLON' });
      expect((await buyerSets({ status: 'approved' })).body.error.allowed).toEqual([]);
    });

    it("keeps each party to its own statuses, and the platforms' from both", async () => {
      for (const status of ['paid', 'cancelled', 'completed', 'available'])
        expect((await buyerSets({ status })).status).toBe(409);
      for (const status of ['approved', 'payment_sent', 'available', 'issued'])
        expect((await set(acme, sent.id, { status })).body.error.allowed).toEqual(['paid', 'cancelled']);
    });

    it('refuses a company that has left', async () => {
      const leaver = await exchange.onboard({ name: 'Leaver' });
      const document = await exchange.send(globex.company.peppolId, leaver.apiKey.key);
      await exchange.until(document.id, { deliveryStatus: 'delivered' }, leaver.apiKey.key);
      await exchange.app.exchange('DELETE', `/companies/${leaver.company.id}`, { key: exchange.platform });
      const headers = { 'x-flowie-company': leaver.company.id };
      const path = `/documents/${document.id}/lifecycle`;
      const answer = await exchange.app.post(path, exchange.platform, { status: 'paid' }, headers);
      expect([answer.status, answer.body.error.allowed]).toEqual([409, []]);
    });
  });
});

function payment(overrides: Record<string, unknown>): Record<string, unknown> {
  return { status: 'paid', payment: { amount: '10.00', currency: 'EUR', date: '2026-05-20', ...overrides } };
}
