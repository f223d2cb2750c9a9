import { invoice, sendBody } from '../../support/invoices';
import { onboard, platformKey, secondOrganization, signIn } from '../../support/scenario';
import { Sender } from '../../support/sender';

const line = { name: 'Consulting', quantity: 1, unitPrice: 100, vatRate: 20 };

describe('POST /documents/send refuses', () => {
  let sender: Sender;

  beforeAll(async () => {
    sender = await Sender.start();
  });

  afterAll(() => sender.app.stop());

  describe('400', () => {
    it.each([
      ['malformed JSON', '{"type":"invoice",', 'INVALID_REQUEST'],
      ['a list', '[]', 'MISSING_FIELD'],
      ['no body', undefined, 'MISSING_FIELD'],
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
      const answer = await sender.refused(() => sender.send(body), 400, code);
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
      const before = await sender.rows();
      const answer = await sender.send(sendBody({}, overrides));
      expect(answer.text).toContain(`"document.${path}"`);
      expect(answer.status).toBe(400);
      expect(answer.body.error.details).toContainEqual({
        field: `document.${path}`,
        rule: expect.any(String),
        message: expect.any(String),
      });
      expect(await sender.rows()).toBe(before);
    });

    it('lists at most 100 violations', async () => {
      const lines = Array.from({ length: 500 }, () => ({ ...line, quantity: 'many' }));
      const answer = await sender.refused(() => sender.send(sendBody({}, { lines })), 400, 'INVALID_REQUEST');
      expect(answer.body.error.details).toHaveLength(100);
    });

    it('refuses text that cannot be stored', async () => {
      const answer = await sender.send(sendBody({}, { number: 'A\u0000B' }));
      expect(answer.status).toBe(400);
    });

    it.each(['not xml at all', '<Invoice', '<Order xmlns="urn:x"/>'])('refuses %s as UBL', async (xml) => {
      const before = await sender.rows();
      const answer = await sender.send({ type: 'invoice', to: '0208:0123456789', format: 'ubl-xml', xml });
      expect([400, 422]).toContain(answer.status);
      expect(await sender.rows()).toBe(before);
    });

    it('refuses UBL of another type than it says', async () => {
      const first = await sender.send(sendBody());
      const { text: xml } = await sender.app.get(`/documents/${first.body.id}/xml`, sender.key);
      const answer = await sender.refused(
        () => sender.send({ type: 'credit_note', to: '0208:1', format: 'ubl-xml', xml }),
        400,
        'INVALID_REQUEST',
      );
      expect(answer.body.error.details[0].field).toBe('type');
    });
  });

  describe('401 and 403', () => {
    it('wants a sender.key, a known one, and one that is not revoked', async () => {
      await sender.refused(() => sender.send(sendBody(), ''), 401, 'MISSING_AUTH');
      await sender.refused(() => sender.send(sendBody(), 'flw_test_unknown'), 401, 'INVALID_TOKEN');
      const other = await onboard(sender.app, sender.platform);
      const gone = await sender.app.exchange('DELETE', `/platform/api-keys/${other.apiKey.id}`, {
        key: sender.platform,
      });
      expect(gone.status).toBe(204);
      await sender.refused(() => sender.send(sendBody(), other.apiKey.key), 401, 'REVOKED_KEY');
    });

    it('wants the scope send', async () => {
      const { apiKey } = await onboard(sender.app, sender.platform, {
        apiKey: { name: 'reader', scopes: ['documents.read'] },
      });
      await sender.refused(() => sender.send(sendBody(), apiKey.key), 403, 'INSUFFICIENT_SCOPE');
    });

    it('wants to know the company', async () => {
      await sender.refused(
        () => sender.send(sendBody({ from: sender.company.id }), sender.platform),
        403,
        'COMPANY_REQUIRED',
      );
      const token = await signIn(sender.app);
      await sender.refused(() => sender.send(sendBody(), token), 403, 'COMPANY_REQUIRED');
    });

    it('refuses another company than the one acted for', async () => {
      const { company: other } = await onboard(sender.app, sender.platform);
      const header = { 'x-flowie-company': sender.company.id };
      await sender.refused(() => sender.send(sendBody({ from: other.id })), 403, 'COMPANY_MISMATCH');
      await sender.refused(
        () => sender.send(sendBody({ from: other.id }), sender.platform, header),
        403,
        'COMPANY_MISMATCH',
      );
    });
  });

  describe('404', () => {
    it('does not know the companies of others', async () => {
      const second = await secondOrganization(sender.app);
      const foreign = await onboard(sender.app, second.platformKey);
      await sender.refused(
        () => sender.send(sendBody(), sender.platform, { 'x-flowie-company': foreign.company.id }),
        404,
        'COMPANY_NOT_FOUND',
      );
      const token = await signIn(sender.app);
      await sender.refused(
        () => sender.send(sendBody({ from: foreign.company.id }), token),
        404,
        'COMPANY_NOT_FOUND',
      );
    });

    it('does not know the companies of the other mode', async () => {
      const live = await platformKey(sender.app, { mode: 'live' });
      await sender.refused(
        () => sender.send(sendBody(), live, { 'x-flowie-company': sender.company.id }),
        404,
        'COMPANY_NOT_FOUND',
      );
    });
  });

  describe('413', () => {
    it('refuses 20 MB', async () => {
      const body = JSON.stringify(sendBody({ document: invoice({ notes: ['x'.repeat(20_000_000)] }) }));
      await sender.refused(() => sender.send(body), 413, 'PAYLOAD_TOO_LARGE');
    });
  });
});
