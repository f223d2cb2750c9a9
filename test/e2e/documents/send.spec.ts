import { TestApp } from '../../support/app';
import { Answer } from '../../support/http';
import { invoice, invoiceTotal, newNumber, sendBody } from '../../support/invoices';
import { onboard, platformKey, secondOrganization, signIn } from '../../support/scenario';

describe('POST /documents/send', () => {
  let app: TestApp;
  let platform: string;
  let company: { id: string; peppolId: string };
  let key: string;

  beforeAll(async () => {
    app = await TestApp.start({ ROLE: 'api' });
    platform = await platformKey(app);
    const onboarded = await onboard(app, platform, {
      name: 'ACME France SARL',
      metadata: { tenantId: 't_acme' },
    });
    company = onboarded.company;
    key = onboarded.apiKey.key;
  });

  afterAll(() => app.stop());

  const send = (body: unknown, credential = key, headers?: Record<string, string>) =>
    app.post('/documents/send', credential, body, headers);

  const rows = async () => {
    const sql = `SELECT (SELECT count(*) FROM documents) + (SELECT count(*) FROM document_payloads)
      + (SELECT count(*) FROM jobs WHERE kind = 'documents.transmit') AS count`;
    const [row] = await app.database.query(sql);
    return Number(row.count);
  };

  /** Runs a send that must be refused, and sees that nothing was stored. */
  async function refused(call: () => Promise<Answer>, status: number, code: string): Promise<Answer> {
    const before = await rows();
    const answer = await call();
    expect({ status: answer.status, code: answer.body?.error?.code }).toEqual({ status, code });
    expect(answer.body.error.requestId).toBe(answer.headers['x-request-id']);
    expect(await rows()).toBe(before);
    return answer;
  }

  describe('202', () => {
    it('answers with the queued document', async () => {
      const body = sendBody({ metadata: { invoiceRow: '4711' } });
      const answer = await send(body);
      expect(answer.text).not.toContain('undefined');
      expect(answer.status).toBe(202);
      expect(answer.body).toEqual({
        id: expect.stringMatching(/^doc_[0-9A-Z]{26}$/),
        companyId: company.id,
        direction: 'outgoing',
        type: 'invoice',
        number: (body.document as { number: string }).number,
        status: 'queued',
        deliveryStatus: 'pending',
        lifecycleStatus: 'deposited',
        sender: { peppolId: company.peppolId, name: 'ACME France SARL' },
        receiver: { peppolId: body.to, name: 'Globex SRL' },
        issueDate: '2026-04-25',
        dueDate: '2026-05-25',
        currency: 'EUR',
        total: invoiceTotal,
        format: 'ubl-xml',
        metadata: { invoiceRow: '4711' },
        errorCode: null,
        errorMessage: null,
        createdAt: expect.stringMatching(/Z$/),
        updatedAt: expect.stringMatching(/Z$/),
        sentAt: null,
        deliveredAt: null,
      });
    });

    it('leaves one document, one payload and one job', async () => {
      const before = await rows();
      expect((await send(sendBody())).status).toBe(202);
      expect(await rows()).toBe(before + 3);
    });

    it('acts for the company in the header, with a platform key, naming it again in `from`', async () => {
      const answer = await send(sendBody({ from: company.id }), platform, { 'x-flowie-company': company.id });
      expect(answer.status).toBe(202);
      expect(answer.body.companyId).toBe(company.id);
    });

    it('lets a dashboard user name the company in `from` or in the header', async () => {
      const token = await signIn(app);
      expect((await send(sendBody({ from: company.id }), token)).status).toBe(202);
      expect((await send(sendBody(), token, { 'x-flowie-company': company.id })).status).toBe(202);
    });

    it('sends a credit note of the same number as an invoice', async () => {
      const number = newNumber();
      expect((await send(sendBody({}, { number }))).status).toBe(202);
      const answer = await send(sendBody({ type: 'credit_note' }, { number }));
      expect(answer.text).toContain('credit_note');
      expect(answer.status).toBe(202);
    });

    it('keeps UBL byte for byte, and reads its head', async () => {
      const first = await send(sendBody());
      const original = await app.get(`/documents/${first.body.id}/xml`, key);
      const number = newNumber();
      const xml = `${original.text.replace(first.body.number as string, number)}<!-- ours, é -->`;
      const answer = await send({ type: 'invoice', to: '0208:0123456789', format: 'ubl-xml', xml });
      expect(answer.text).toContain(number);
      expect(answer.status).toBe(202);
      expect(answer.body).toMatchObject({
        number,
        total: invoiceTotal,
        currency: 'EUR',
        issueDate: '2026-04-25',
      });
      expect(answer.body.receiver.name).toBe('Globex SRL');
      expect((await app.get(`/documents/${answer.body.id}/xml`, key)).text).toBe(xml);
    });
  });

  describe('400', () => {
    it.each([
      ['malformed JSON', '{"type":"invoice",', 'INVALID_REQUEST'],
      ['a list', '[]', 'INVALID_REQUEST'],
      ['no body', undefined, 'INVALID_REQUEST'],
      ['an unknown field', sendBody({ colour: 'blue' }), 'INVALID_REQUEST'],
      ['an unknown type', sendBody({ type: 'letter' }), 'INVALID_ENUM'],
      ['no type', sendBody({ type: undefined }), 'MISSING_FIELD'],
      ['no recipient', sendBody({ to: undefined }), 'MISSING_FIELD'],
      ['a recipient without scheme', sendBody({ to: '0123456789' }), 'INVALID_PARTICIPANT_ID'],
      ['a recipient with a space', sendBody({ to: '0208:01234 56789' }), 'INVALID_PARTICIPANT_ID'],
      [
        'a format that is not accepted',
        sendBody({ document: undefined, format: 'pdf', xml: 'x' }),
        'INVALID_ENUM',
      ],
      ['neither document nor xml', sendBody({ document: undefined }), 'INVALID_REQUEST'],
      ['both document and xml', sendBody({ format: 'ubl-xml', xml: '<Invoice/>' }), 'INVALID_REQUEST'],
      ['xml without its format', sendBody({ document: undefined, xml: '<Invoice/>' }), 'MISSING_FIELD'],
      ['a document that is a text', sendBody({ document: 'INV-1' }), 'INVALID_REQUEST'],
      ['metadata that is a list', sendBody({ metadata: [] }), 'INVALID_REQUEST'],
      ['too much metadata', sendBody({ metadata: { note: 'x'.repeat(17_000) } }), 'INVALID_REQUEST'],
    ])('refuses %s', async (_what, body, code) => {
      const answer = await refused(() => send(body), 400, code);
      expect(answer.body.error.type).toBe('validation_error');
    });

    it.each([
      ['lines[3].quantity', { lines: [0, 1, 2, 3].map((at) => ({ ...line, quantity: at === 3 ? {} : 1 })) }],
      ['lines[0].colour', { lines: [{ ...line, colour: 'blue' }] }],
      ['lines[0].name', { lines: [{ ...line, name: undefined }] }],
      ['lines', { lines: [] }],
      ['issueDate', { issueDate: '2026-02-30' }],
      ['currency', { currency: 'EURO' }],
      ['buyer', { buyer: undefined }],
      ['number', { number: 17 }],
    ])('names document.%s', async (path, overrides) => {
      const before = await rows();
      const answer = await send(sendBody({}, overrides));
      expect(answer.text).toContain(`"document.${path}"`);
      expect(answer.status).toBe(400);
      expect(answer.body.error.details).toContainEqual({
        field: `document.${path}`,
        rule: expect.any(String),
        message: expect.any(String),
      });
      expect(await rows()).toBe(before);
    });

    it('lists at most 100 violations', async () => {
      const lines = Array.from({ length: 500 }, () => ({ ...line, quantity: 'many' }));
      const answer = await refused(() => send(sendBody({}, { lines })), 400, 'INVALID_REQUEST');
      expect(answer.body.error.details).toHaveLength(100);
    });

    it('refuses text that cannot be stored', async () => {
      const answer = await send(sendBody({}, { number: 'A\u0000B' }));
      expect(answer.status).toBe(400);
    });

    it.each(['not xml at all', '<Invoice', '<Order xmlns="urn:x"/>'])('refuses %s as UBL', async (xml) => {
      const before = await rows();
      const answer = await send({ type: 'invoice', to: '0208:0123456789', format: 'ubl-xml', xml });
      expect([400, 422]).toContain(answer.status);
      expect(await rows()).toBe(before);
    });

    it('refuses UBL of another type than it says', async () => {
      const first = await send(sendBody());
      const { text: xml } = await app.get(`/documents/${first.body.id}/xml`, key);
      const answer = await refused(
        () => send({ type: 'credit_note', to: '0208:1', format: 'ubl-xml', xml }),
        400,
        'INVALID_REQUEST',
      );
      expect(answer.body.error.details[0].field).toBe('type');
    });
  });

  describe('401 and 403', () => {
    it('wants a key, a known one, and one that is not revoked', async () => {
      await refused(() => send(sendBody(), ''), 401, 'MISSING_AUTH');
      await refused(() => send(sendBody(), 'flw_test_unknown'), 401, 'INVALID_TOKEN');
      const other = await onboard(app, platform);
      const gone = await app.exchange('DELETE', `/platform/api-keys/${other.apiKey.id}`, { key: platform });
      expect(gone.status).toBe(204);
      await refused(() => send(sendBody(), other.apiKey.key), 401, 'REVOKED_KEY');
    });

    it('wants the scope send', async () => {
      const { apiKey } = await onboard(app, platform, {
        apiKey: { name: 'reader', scopes: ['documents.read'] },
      });
      await refused(() => send(sendBody(), apiKey.key), 403, 'INSUFFICIENT_SCOPE');
    });

    it('wants to know the company', async () => {
      await refused(() => send(sendBody({ from: company.id }), platform), 403, 'COMPANY_REQUIRED');
      const token = await signIn(app);
      await refused(() => send(sendBody(), token), 403, 'COMPANY_REQUIRED');
    });

    it('refuses another company than the one acted for', async () => {
      const { company: other } = await onboard(app, platform);
      const header = { 'x-flowie-company': company.id };
      await refused(() => send(sendBody({ from: other.id })), 403, 'COMPANY_MISMATCH');
      await refused(() => send(sendBody({ from: other.id }), platform, header), 403, 'COMPANY_MISMATCH');
    });
  });

  describe('404', () => {
    it('does not know the companies of others', async () => {
      const second = await secondOrganization(app);
      const foreign = await onboard(app, second.platformKey);
      await refused(
        () => send(sendBody(), platform, { 'x-flowie-company': foreign.company.id }),
        404,
        'COMPANY_NOT_FOUND',
      );
      const token = await signIn(app);
      await refused(() => send(sendBody({ from: foreign.company.id }), token), 404, 'COMPANY_NOT_FOUND');
    });

    it('does not know the companies of the other mode', async () => {
      const live = await platformKey(app, { mode: 'live' });
      await refused(
        () => send(sendBody(), live, { 'x-flowie-company': company.id }),
        404,
        'COMPANY_NOT_FOUND',
      );
    });
  });

  describe('409', () => {
    it('refuses a number that the company has sent', async () => {
      const body = sendBody();
      const first = await send(body);
      const answer = await refused(() => send(body), 409, 'DUPLICATE_DOCUMENT');
      expect(answer.body.error.documentId).toBe(first.body.id);
    });

    it('lets one of ten parallel sends of a number through', async () => {
      const body = sendBody();
      const answers = await Promise.all(Array.from({ length: 10 }, () => send(body)));
      const statuses = answers.map(({ status }) => status).sort();
      expect(statuses).toEqual([202, ...Array.from({ length: 9 }, () => 409)]);
      const sent = answers.find(({ status }) => status === 202)!.body.id;
      for (const { body: answer } of answers.filter(({ status }) => status === 409)) {
        expect(answer.error.documentId).toBe(sent);
      }
    });

    it('takes the number again after the first has failed, and from another company', async () => {
      const body = sendBody();
      const first = await send(body);
      const other = await onboard(app, platform);
      expect((await send(body, other.apiKey.key)).status).toBe(202);
      await app.database.query(`UPDATE documents SET status = 'failed' WHERE id = $1`, [first.body.id]);
      expect((await send(body)).status).toBe(202);
    });

    it('refuses a company that has left', async () => {
      const { company: leaving } = await onboard(app, platform);
      const gone = await app.exchange('DELETE', `/companies/${leaving.id}`, { key: platform });
      expect(gone.status).toBe(200);
      await refused(
        () => send(sendBody(), platform, { 'x-flowie-company': leaving.id }),
        409,
        'INVALID_TRANSITION',
      );
    });
  });

  describe('413', () => {
    it('refuses 20 MB', async () => {
      const body = JSON.stringify(sendBody({ document: invoice({ notes: ['x'.repeat(20_000_000)] }) }));
      await refused(() => send(body), 413, 'PAYLOAD_TOO_LARGE');
    });
  });

  describe('422', () => {
    it('names the rule, the field and the fix of a wrong sum', async () => {
      const totals = { payableAmount: '1.00' };
      const before = await rows();
      const answer = await send(sendBody({}, { totals }));
      expect(answer.text).toContain('DOCUMENT_INVALID');
      expect(answer.status).toBe(422);
      expect(answer.body.error.details[0]).toEqual({
        rule: expect.stringMatching(/^(BR|PEPPOL)-/),
        severity: expect.any(String),
        field: expect.stringMatching(/^document\.totals/),
        xpath: expect.any(String),
        message: expect.any(String),
        fix: expect.any(String),
      });
      expect(await rows()).toBe(before);
    });
  });

  describe('Idempotency-Key', () => {
    it('gives the first answer again, and to another body none', async () => {
      const headers = { 'idempotency-key': newNumber() };
      const body = sendBody();
      const first = await send(body, key, headers);
      const again = await send(body, key, headers);
      expect(again.status).toBe(202);
      expect(again.body).toEqual(first.body);
      expect(again.headers['idempotent-replayed']).toBe('true');
      await refused(() => send(sendBody(), key, headers), 422, 'IDEMPOTENCY_KEY_REUSED');
    });

    it('still gives it when the company has left meanwhile', async () => {
      const leaving = await onboard(app, platform);
      const headers = { 'idempotency-key': newNumber(), 'x-flowie-company': leaving.company.id };
      const body = sendBody();
      const first = await send(body, platform, headers);
      expect(first.status).toBe(202);
      await app.exchange('DELETE', `/companies/${leaving.company.id}`, { key: platform });
      expect((await send(body, platform, headers)).body).toEqual(first.body);
    });

    it('keeps refusals of the business, and forgets those of the form', async () => {
      const kept = { 'idempotency-key': newNumber() };
      const body = sendBody();
      await send(body);
      await refused(() => send(body, key, kept), 409, 'DUPLICATE_DOCUMENT');
      await refused(() => send(sendBody(), key, kept), 422, 'IDEMPOTENCY_KEY_REUSED');
      const forgotten = { 'idempotency-key': newNumber() };
      await refused(() => send(sendBody({}, { lines: [] }), key, forgotten), 400, 'INVALID_REQUEST');
      expect((await send(sendBody(), key, forgotten)).status).toBe(202);
    });
  });
});

const line = { name: 'Consulting', quantity: 1, unitPrice: 100, vatRate: 20 };
