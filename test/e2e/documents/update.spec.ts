import { TestApp } from '../../support/app';
import { newNumber, sendBody } from '../../support/invoices';
import { onboard, platformKey, signIn } from '../../support/scenario';

describe('PATCH /documents/{id}', () => {
  let app: TestApp;
  let platform: string;
  let company: { id: string };
  let key: string;
  let document: any;

  beforeAll(async () => {
    app = await TestApp.start({ ROLE: 'api' });
    platform = await platformKey(app);
    const onboarded = await onboard(app, platform);
    company = onboarded.company;
    key = onboarded.apiKey.key;
  });

  beforeEach(async () => {
    document = (await app.post('/documents/send', key, sendBody())).body;
  });

  afterAll(() => app.stop());

  const patch = (body: unknown, headers?: Record<string, string>, credential = key) =>
    app.exchange('PATCH', `/documents/${document.id}`, { key: credential, body, headers });

  async function events(): Promise<any[]> {
    const sql = `SELECT body FROM events WHERE document_id = $1 ORDER BY id`;
    const rows = await app.database.query(sql, [document.id]);
    return rows.map(({ body }: { body: Buffer }) => JSON.parse(body.toString()));
  }

  it('200: changes what is given, empties what is null, and tells it once', async () => {
    const first = await patch({ tags: ['b', 'a', 'b'], notes: 'Ask Ines', archived: true, assignee: 'ines' });
    expect(first.status).toBe(200);
    expect(first.body).toEqual({
      ...document,
      tags: ['b', 'a'],
      notes: 'Ask Ines',
      archived: true,
      assignee: 'ines',
      updatedAt: first.body.updatedAt,
    });
    const second = await patch({ tags: [], notes: null });
    expect(second.body).toMatchObject({ tags: [], notes: null, archived: true, assignee: 'ines' });
    expect((await app.get(`/documents/${document.id}`, key)).body).toEqual(second.body);
    const told = await events();
    expect(told.map(({ type }) => type)).toEqual(['document.updated', 'document.updated']);
    expect(told[0].data).toMatchObject({ sequence: 1, updatedAt: first.body.updatedAt });
    expect(told[1].data.changes).toEqual([
      { field: 'tags', from: ['b', 'a'], to: [] },
      { field: 'notes', from: 'Ask Ines', to: null },
    ]);
    expect(told[1].data).toMatchObject({ sequence: 2, updatedAt: second.body.updatedAt });
  });

  it('200: what is the same is no change and no event', async () => {
    for (const body of [{}, { tags: null }, { archived: false, notes: null }]) {
      const answer = await patch(body);
      expect([answer.status, answer.body]).toEqual([200, document]);
    }
    expect(await events()).toEqual([]);
  });

  it('200: repeats its answer for the same Idempotency-Key', async () => {
    const headers = { 'idempotency-key': newNumber() };
    const first = await patch({ archived: true }, headers);
    await patch({ archived: false });
    const again = await patch({ archived: true }, headers);
    expect([again.body, again.headers['idempotent-replayed']]).toEqual([first.body, 'true']);
    expect(await events()).toHaveLength(2);
  });

  it.each([
    [{ archived: 'yes' }, 'archived'],
    [{ archived: null }, 'archived'],
    [{ tags: 'a' }, 'tags'],
    [{ tags: [''] }, 'tags'],
    [{ tags: Array(51).fill('a') }, 'tags'],
    [{ notes: '' }, 'notes'],
    [{ assignee: 7 }, 'assignee'],
    [{ number: 'INV-2' }, 'number'],
  ])('400: %j', async (body, field) => {
    const { status, body: answer } = await patch(body);
    expect([status, answer.error.code, answer.error.details[0].field]).toEqual([
      400,
      'INVALID_REQUEST',
      field,
    ]);
  });

  it('401, 403 and 404', async () => {
    expect((await patch({}, {}, '')).status).toBe(401);
    const body = { name: 'reader', scopes: ['documents.read'], keyType: 'personal', companyId: company.id };
    const { body: reader } = await app.post('/api-keys', await signIn(app), body);
    expect((await patch({}, {}, reader.key)).body.error.code).toBe('INSUFFICIENT_SCOPE');
    const other = await onboard(app, platform);
    const foreign = await patch({ archived: true }, {}, other.apiKey.key);
    expect([foreign.status, foreign.body.error.code]).toEqual([404, 'DOCUMENT_NOT_FOUND']);
  });
});
