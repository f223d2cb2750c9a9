import { TestApp } from '../../support/app';
import { eventually } from '../../support/eventually';
import { sendBody } from '../../support/invoices';
import {
  onboard,
  platformKey,
  secondOrganization,
  signIn,
  waitUntilRegistered,
} from '../../support/scenario';

describe('GET /documents/{id}', () => {
  let app: TestApp;
  let platform: string;
  let company: { id: string };
  let key: string;
  let outgoing: Record<string, unknown>;
  let incomingId: string;

  beforeAll(async () => {
    app = await TestApp.start();
    platform = await platformKey(app);
    const onboarded = await onboard(app, platform);
    company = onboarded.company;
    key = onboarded.apiKey.key;
    await waitUntilRegistered(app, platform, company.id);
    outgoing = (await app.post('/documents/send', key, sendBody())).body;
    incomingId = await eventually('the echo', async () => {
      const { body } = await app.get('/documents?direction=incoming', key);
      return body.data[0]?.id as string | undefined;
    });
  });

  afterAll(() => app.stop());

  const get = (id: unknown, credential = key, headers?: Record<string, string>) =>
    app.get(`/documents/${id as string}`, credential, headers);

  it('shows a sent document', async () => {
    const delivered = await eventually('the delivery', async () => {
      const { body } = await get(outgoing.id);
      return body.deliveryStatus === 'delivered' && body;
    });
    expect(Object.keys(delivered)).toEqual(Object.keys(outgoing));
    expect(delivered).toMatchObject({
      id: outgoing.id,
      status: 'sent',
      number: outgoing.number,
      createdAt: outgoing.createdAt,
    });
    expect(Date.parse(delivered.sentAt)).toBeLessThanOrEqual(Date.parse(delivered.deliveredAt));
    expect(delivered.updatedAt > (outgoing.updatedAt as string)).toBe(true);
  });

  it('shows a received one', async () => {
    const { status, body } = await get(incomingId);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      direction: 'incoming',
      status: 'received',
      deliveryStatus: null,
      lifecycleStatus: 'received',
      sender: outgoing.receiver,
      receiver: { peppolId: (outgoing.sender as { peppolId: string }).peppolId },
      number: `ECHO-${outgoing.number as string}`,
      total: outgoing.total,
    });
  });

  it('hides a received one from a key without the scope receive', async () => {
    const body = { name: 'reader', scopes: ['documents.read'], keyType: 'personal', companyId: company.id };
    const { body: reader } = await app.post('/api-keys', await signIn(app), body);
    expect((await get(outgoing.id, reader.key as string)).status).toBe(200);
    expect((await get(incomingId, reader.key as string)).body.error.code).toBe('DOCUMENT_NOT_FOUND');
    expect((await get(`${incomingId}/xml`, reader.key as string)).body.error.code).toBe('DOCUMENT_NOT_FOUND');
  });

  it('knows nothing of other companies, organizations and modes', async () => {
    const other = await onboard(app, platform);
    expect((await get(outgoing.id, other.apiKey.key)).body.error.code).toBe('DOCUMENT_NOT_FOUND');
    expect((await get(outgoing.id, platform, { 'x-flowie-company': other.company.id })).status).toBe(404);
    const second = await secondOrganization(app);
    expect((await get(outgoing.id, second.token)).body.error.code).toBe('DOCUMENT_NOT_FOUND');
    const foreign = await onboard(app, second.platformKey);
    expect((await get(outgoing.id, foreign.apiKey.key)).body.error.code).toBe('DOCUMENT_NOT_FOUND');
    expect((await get('doc_unknown')).body.error.code).toBe('DOCUMENT_NOT_FOUND');
  });

  it('stays readable after the company has left', async () => {
    const leaving = await onboard(app, platform);
    const { body } = await app.post(
      '/documents/send',
      leaving.apiKey.key,
      sendBody({ to: '0208:0000000404' }),
    );
    await app.exchange('DELETE', `/companies/${leaving.company.id}`, { key: platform });
    expect((await get(body.id, platform, { 'x-flowie-company': leaving.company.id })).status).toBe(200);
  });

  it('wants a key with documents.read', async () => {
    expect((await get(outgoing.id, '')).status).toBe(401);
    const { apiKey } = await onboard(app, platform, { apiKey: { name: 'sender', scopes: ['send'] } });
    expect((await get(outgoing.id, apiKey.key)).body.error.code).toBe('INSUFFICIENT_SCOPE');
  });
});
