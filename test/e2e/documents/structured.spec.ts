import { NetworkListener } from '../../../src/network/network-gateway.port';
import { TestApp } from '../../support/app';
import { echoRecipient, invoice, newNumber, sendBody } from '../../support/invoices';
import { onboard, platformKey } from '../../support/scenario';

describe('GET /documents/{id}/structured', () => {
  let app: TestApp;
  let platform: string;
  let company: { id: string; peppolId: string };
  let key: string;

  beforeAll(async () => {
    app = await TestApp.start({ ROLE: 'api' });
    platform = await platformKey(app);
    const onboarded = await onboard(app, platform);
    company = onboarded.company;
    key = onboarded.apiKey.key;
  });

  afterAll(() => app.stop());

  async function receive(payload: string): Promise<any> {
    await app.app.get(NetworkListener).received({
      messageId: newNumber(),
      livemode: false,
      sender: echoRecipient,
      receiver: company.peppolId,
      companyId: company.id,
      payload: Buffer.from(payload),
    });
    return (await app.get('/documents?direction=incoming&limit=1', key)).body.data[0];
  }

  it('200: the model, complete, and such that it may be sent again', async () => {
    const given = invoice();
    const { body: document } = await app.post('/documents/send', key, sendBody({ document: given }));
    const { status, body } = await app.get(`/documents/${document.id}/structured`, key);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      type: 'invoice',
      number: given.number,
      currency: 'EUR',
      buyer: given.buyer,
      totals: { taxInclusiveAmount: document.total },
    });
    expect(body.lines.map(({ name }: { name: string }) => name)).toEqual(['Consulting', 'Travel']);
    const { type, ...model } = body;
    const again = { type, to: echoRecipient, document: { ...model, number: newNumber() } };
    const sent = await app.post('/documents/send', key, again);
    expect([sent.status, sent.text]).toEqual([202, sent.text]);
    expect(Number(sent.body.total)).toBe(Number(document.total));
  });

  it('422: an original that cannot be read says why', async () => {
    const { id } = await receive('<Invoice><broken');
    const { status, body } = await app.get(`/documents/${id}/structured`, key);
    expect([status, body.error.code]).toEqual([422, 'DOCUMENT_INVALID']);
    expect(body.error.details).toEqual([
      { field: 'document', rule: 'readable', message: body.error.message },
    ]);
  });

  it('shows the violations of what others sent, and keeps it all the same', async () => {
    const { body: sent } = await app.post('/documents/send', key, sendBody());
    const xml = (await app.get(`/documents/${sent.id}/xml`, key)).text;
    const wrong = xml.replace(/(<cbc:TaxInclusiveAmount[^>]*>)[^<]*/, '$19999.00');
    expect(wrong).not.toBe(xml);
    const kept = await receive(wrong);
    expect(kept).toMatchObject({ status: 'received', total: '9999.00', errorCode: null });
    expect(kept.violations).toContainEqual({
      rule: 'BR-CO-15',
      severity: 'fatal',
      field: 'document.totals.taxInclusiveAmount',
      xpath: '/Invoice/cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount',
      message: expect.stringContaining('9999.00'),
      fix: expect.stringContaining(sent.total),
    });
    expect((await receive(xml)).violations).toEqual([]);
  });

  it('401, 403 and 404', async () => {
    const { body: document } = await app.post('/documents/send', key, sendBody());
    const path = `/documents/${document.id}/structured`;
    expect((await app.get(path)).status).toBe(401);
    const writer = await onboard(app, platform, { apiKey: { name: 'sender', scopes: ['send'] } });
    expect((await app.get(path, writer.apiKey.key)).body.error.code).toBe('INSUFFICIENT_SCOPE');
    const other = await onboard(app, platform);
    expect((await app.get(path, other.apiKey.key)).body.error.code).toBe('DOCUMENT_NOT_FOUND');
  });
});
