import { createHash } from 'node:crypto';
import { TestApp } from '../../support/app';
import { newNumber, sendBody } from '../../support/invoices';
import { onboard, platformKey } from '../../support/scenario';

describe('GET /documents/{id}/xml', () => {
  let app: TestApp;
  let key: string;
  let platform: string;

  beforeAll(async () => {
    app = await TestApp.start({ ROLE: 'api' });
    platform = await platformKey(app);
    key = (await onboard(app, platform)).apiKey.key;
  });

  afterAll(() => app.stop());

  it('gives the bytes with their digest', async () => {
    const { body } = await app.post('/documents/send', key, sendBody());
    const { status, headers, text } = await app.get(`/documents/${body.id}/xml`, key);
    expect(status).toBe(200);
    expect(headers['content-type']).toMatch(/^application\/xml/);
    expect(headers['content-length']).toBe(String(Buffer.byteLength(text)));
    const digest = createHash('sha256').update(text).digest('hex');
    expect(headers['x-content-sha256']).toBe(digest);
    expect(headers.etag).toBe(`"${digest}"`);
    expect(text).toContain(`<cbc:ID>${body.number}</cbc:ID>`);
    expect(headers['content-disposition']).toBe(`attachment; filename="invoice-${body.number}.xml"`);
  });

  it('makes a safe file name of any number', async () => {
    const number = `../é"; x=${newNumber()}`;
    const { body } = await app.post('/documents/send', key, sendBody({}, { number }));
    const { headers } = await app.get(`/documents/${body.id}/xml`, key);
    expect(headers['content-disposition']).toMatch(/^attachment; filename="invoice-\.\.[\w.-]+\.xml"$/);
  });

  it('knows nothing of the documents of others', async () => {
    const { body } = await app.post('/documents/send', key, sendBody());
    const other = await onboard(app, platform);
    const answer = await app.get(`/documents/${body.id}/xml`, other.apiKey.key);
    expect(answer.status).toBe(404);
    expect(answer.body.error.code).toBe('DOCUMENT_NOT_FOUND');
    expect((await app.get(`/documents/${body.id}/xml`)).status).toBe(401);
  });
});
