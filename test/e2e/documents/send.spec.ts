import { invoiceTotal, newNumber, sendBody } from '../../support/invoices';
import { onboard, signIn } from '../../support/scenario';
import { Sender } from '../../support/sender';

describe('POST /documents/send', () => {
  let sender: Sender;

  beforeAll(async () => {
    sender = await Sender.start();
  });

  afterAll(() => sender.app.stop());

  describe('202', () => {
    it('answers with the queued document', async () => {
      const body = sendBody({ metadata: { invoiceRow: '4711' } });
      const answer = await sender.send(body);
      expect(answer.text).not.toContain('undefined');
      expect(answer.status).toBe(202);
      expect(answer.body).toEqual({
        id: expect.stringMatching(/^doc_[0-9A-Z]{26}$/),
        companyId: sender.company.id,
        direction: 'outgoing',
        type: 'invoice',
        number: (body.document as { number: string }).number,
        status: 'queued',
        deliveryStatus: 'pending',
        lifecycleStatus: 'deposited',
        sender: { peppolId: sender.company.peppolId, name: 'ACME France SARL' },
        receiver: { peppolId: body.to, name: 'Globex SRL' },
        issueDate: '2026-04-25',
        dueDate: '2026-05-25',
        currency: 'EUR',
        total: invoiceTotal,
        format: 'ubl-xml',
        tags: [],
        notes: null,
        archived: false,
        assignee: null,
        violations: [],
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
      const before = await sender.rows();
      expect((await sender.send(sendBody())).status).toBe(202);
      expect(await sender.rows()).toBe(before + 3);
    });

    it('acts for the company in the header, with a sender.platform sender.key, naming it again in `from`', async () => {
      const answer = await sender.send(sendBody({ from: sender.company.id }), sender.platform, {
        'x-flowie-company': sender.company.id,
      });
      expect(answer.status).toBe(202);
      expect(answer.body.companyId).toBe(sender.company.id);
    });

    it('lets a dashboard user name the company in `from` or in the header', async () => {
      const token = await signIn(sender.app);
      expect((await sender.send(sendBody({ from: sender.company.id }), token)).status).toBe(202);
      expect((await sender.send(sendBody(), token, { 'x-flowie-company': sender.company.id })).status).toBe(
        202,
      );
    });

    it('sends a credit note of the same number as an invoice', async () => {
      const number = newNumber();
      expect((await sender.send(sendBody({}, { number }))).status).toBe(202);
      const answer = await sender.send(sendBody({ type: 'credit_note' }, { number }));
      expect(answer.text).toContain('credit_note');
      expect(answer.status).toBe(202);
    });

    it('keeps UBL byte for byte, and reads its head', async () => {
      const first = await sender.send(sendBody());
      const original = await sender.app.get(`/documents/${first.body.id}/xml`, sender.key);
      const number = newNumber();
      const xml = `${original.text.replace(first.body.number as string, number)}<!-- ours, é -->`;
      const answer = await sender.send({ type: 'invoice', to: '0208:0123456789', format: 'ubl-xml', xml });
      expect(answer.text).toContain(number);
      expect(answer.status).toBe(202);
      expect(answer.body).toMatchObject({
        number,
        total: invoiceTotal,
        currency: 'EUR',
        issueDate: '2026-04-25',
      });
      expect(answer.body.receiver.name).toBe('Globex SRL');
      expect((await sender.app.get(`/documents/${answer.body.id}/xml`, sender.key)).text).toBe(xml);
    });
  });

  describe('409', () => {
    it('refuses a number that the company has sent', async () => {
      const body = sendBody();
      const first = await sender.send(body);
      const answer = await sender.refused(() => sender.send(body), 409, 'DUPLICATE_DOCUMENT');
      expect(answer.body.error.documentId).toBe(first.body.id);
    });

    it('lets one of ten parallel sends of a number through', async () => {
      const body = sendBody();
      const answers = await Promise.all(Array.from({ length: 10 }, () => sender.send(body)));
      const statuses = answers.map(({ status }) => status).sort();
      expect(statuses).toEqual([202, ...Array.from({ length: 9 }, () => 409)]);
      const sent = answers.find(({ status }) => status === 202)!.body.id;
      for (const { body: answer } of answers.filter(({ status }) => status === 409)) {
        expect(answer.error.documentId).toBe(sent);
      }
    });

    it('takes the number again after the first has failed, and from another company', async () => {
      const body = sendBody();
      const first = await sender.send(body);
      const other = await onboard(sender.app, sender.platform);
      expect((await sender.send(body, other.apiKey.key)).status).toBe(202);
      await sender.app.database.query(`UPDATE documents SET status = 'failed' WHERE id = $1`, [
        first.body.id,
      ]);
      expect((await sender.send(body)).status).toBe(202);
    });

    it('refuses a company that has left', async () => {
      const { company: leaving } = await onboard(sender.app, sender.platform);
      const gone = await sender.app.exchange('DELETE', `/companies/${leaving.id}`, { key: sender.platform });
      expect(gone.status).toBe(200);
      await sender.refused(
        () => sender.send(sendBody(), sender.platform, { 'x-flowie-company': leaving.id }),
        409,
        'INVALID_TRANSITION',
      );
    });
  });

  describe('422', () => {
    it('names the rule, the field and the fix of a wrong sum', async () => {
      const totals = { payableAmount: '1.00' };
      const before = await sender.rows();
      const answer = await sender.send(sendBody({}, { totals }));
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
      expect(await sender.rows()).toBe(before);
    });
  });

  describe('Idempotency-Key', () => {
    it('gives the first answer again, and to another body none', async () => {
      const headers = { 'idempotency-key': newNumber() };
      const body = sendBody();
      const first = await sender.send(body, sender.key, headers);
      const again = await sender.send(body, sender.key, headers);
      expect(again.status).toBe(202);
      expect(again.body).toEqual(first.body);
      expect(again.headers['idempotent-replayed']).toBe('true');
      await sender.refused(() => sender.send(sendBody(), sender.key, headers), 422, 'IDEMPOTENCY_KEY_REUSED');
    });

    it('still gives it when the company has left meanwhile', async () => {
      const leaving = await onboard(sender.app, sender.platform);
      const headers = { 'idempotency-key': newNumber(), 'x-flowie-company': leaving.company.id };
      const body = sendBody();
      const first = await sender.send(body, sender.platform, headers);
      expect(first.status).toBe(202);
      await sender.app.exchange('DELETE', `/companies/${leaving.company.id}`, { key: sender.platform });
      expect((await sender.send(body, sender.platform, headers)).body).toEqual(first.body);
    });

    it('keeps refusals of the business, and forgets those of the form', async () => {
      const kept = { 'idempotency-key': newNumber() };
      const body = sendBody();
      await sender.send(body);
      await sender.refused(() => sender.send(body, sender.key, kept), 409, 'DUPLICATE_DOCUMENT');
      await sender.refused(() => sender.send(sendBody(), sender.key, kept), 422, 'IDEMPOTENCY_KEY_REUSED');
      const forgotten = { 'idempotency-key': newNumber() };
      await sender.refused(
        () => sender.send(sendBody({}, { lines: [] }), sender.key, forgotten),
        400,
        'INVALID_REQUEST',
      );
      expect((await sender.send(sendBody(), sender.key, forgotten)).status).toBe(202);
    });
  });
});
