import { TestApp } from '../../support/app';
import { eventually } from '../../support/eventually';
import { echoRecipient, newNumber, sendBody } from '../../support/invoices';
import {
  onboard,
  platformKey,
  secondOrganization,
  signIn,
  waitUntilRegistered,
} from '../../support/scenario';

describe('GET /documents', () => {
  let app: TestApp;
  let platform: string;
  let company: { id: string };
  let key: string;
  const sent: string[] = [];

  beforeAll(async () => {
    app = await TestApp.start();
    platform = await platformKey(app);
    const onboarded = await onboard(app, platform);
    company = onboarded.company;
    key = onboarded.apiKey.key;
    await waitUntilRegistered(app, platform, company.id);
    for (const number of ['A-1', 'A-2', 'A-3']) {
      const answer = await app.post(
        '/documents/send',
        key,
        sendBody({}, { number, issueDate: `2026-04-0${number.at(-1)}` }),
      );
      sent.unshift(answer.body.id as string);
    }
    await eventually('three echoes', async () => (await list('?direction=incoming')).length === 3);
  });

  afterAll(() => app.stop());

  const get = (query = '', credential = key, headers?: Record<string, string>) =>
    app.get(`/documents${query}`, credential, headers);

  const list = async (query = '', credential = key): Promise<string[]> => {
    const { body } = await get(query, credential);
    return body.data.map(({ id }: { id: string }) => id);
  };

  it('lists the newest first', async () => {
    expect(await list('?direction=outgoing')).toEqual(sent);
    const all = await list();
    expect(all).toHaveLength(6);
    expect(all).toEqual([...all].sort().reverse());
  });

  it('pages without gaps or doubles', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body }: { body: any } = await get(`?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.data.map(({ id }: { id: string }) => id));
      expect(body.hasMore).toBe(body.nextCursor !== null);
      cursor = body.nextCursor;
    }
    expect(seen).toEqual(await list());
  });

  it.each([
    ['number=A-2&direction=outgoing', 1],
    ['number=a-2', 0],
    ['type=invoice', 6],
    ['type=credit_note', 0],
    ['status=received', 3],
    ['status=failed', 0],
    ['deliveryStatus=delivered', 3],
    ['lifecycleStatus=deposited', 3],
    [`counterparty=${echoRecipient}`, 6],
    ['counterparty=0208:9999999999', 0],
    ['direction=outgoing&issuedFrom=2026-04-02', 2],
    ['direction=outgoing&issuedFrom=2026-04-02&issuedTo=2026-04-02', 1],
    ['createdFrom=2020-01-01', 6],
    ['createdTo=2020-01-01T00:00:00Z', 0],
  ])('filters by %s', async (query, count) => {
    await eventually('the deliveries', async () => (await list('?deliveryStatus=delivered')).length === 3);
    expect(await list(`?${query}`)).toHaveLength(count);
  });

  it.each([
    ['direction=sideways', 'INVALID_ENUM'],
    ['type=letter', 'INVALID_ENUM'],
    ['issuedFrom=2026-02-30', 'INVALID_DATE'],
    ['counterparty=x', 'INVALID_PARTICIPANT_ID'],
    ['cursor=x', 'INVALID_CURSOR'],
    ['limit=0', 'INVALID_REQUEST'],
    ['limit=101', 'INVALID_REQUEST'],
    ['colour=blue', 'INVALID_REQUEST'],
    ['direction=incoming&direction=outgoing', 'INVALID_ENUM'],
  ])('refuses %s with %s', async (query, code) => {
    const answer = await get(`?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.body.error.code).toBe(code);
  });

  it('hides received documents from a key without the scope receive', async () => {
    const body = { name: 'reader', scopes: ['documents.read'], keyType: 'personal', companyId: company.id };
    const { body: reader } = await app.post('/api-keys', await signIn(app), body);
    expect(await list('', reader.key as string)).toEqual(sent);
    expect(await list('?direction=incoming', reader.key as string)).toEqual([]);
    expect(await list('?status=received', reader.key as string)).toEqual([]);
  });

  it('shows a dashboard user the whole organization, and nobody another one', async () => {
    const token = await signIn(app);
    const other = await onboard(app, platform);
    await app.post(
      '/documents/send',
      other.apiKey.key,
      sendBody({ to: '0208:0000000404' }, { number: newNumber() }),
    );
    expect((await list('?direction=outgoing', token)).length).toBe(4);
    expect(await list('?direction=outgoing', other.apiKey.key)).toHaveLength(1);
    const second = await secondOrganization(app);
    expect(await list('', second.token)).toEqual([]);
    const foreign = await get('', second.platformKey, { 'x-flowie-company': company.id });
    expect(foreign.status).toBe(404);
  });

  it('shows a live key nothing of test mode', async () => {
    const live = await platformKey(app, { mode: 'live' });
    expect((await get('', live, { 'x-flowie-company': company.id })).body.error.code).toBe(
      'COMPANY_NOT_FOUND',
    );
  });

  it('wants a key, its scope, and the company of a platform key', async () => {
    expect((await get('', '')).body.error.code).toBe('MISSING_AUTH');
    expect((await get('', platform)).body.error.code).toBe('COMPANY_REQUIRED');
    const { apiKey } = await onboard(app, platform, {
      apiKey: { name: 'sender', scopes: ['send', 'receive'] },
    });
    expect((await get('', apiKey.key)).body.error.code).toBe('INSUFFICIENT_SCOPE');
  });
});
