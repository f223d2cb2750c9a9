import { Transactions } from '../../../src/core/database/transaction';
import { AuditLog } from '../../../src/core/audit/audit-log';
import { MonthPartitions } from '../../../src/core/database/month-partitions';
import { admin, TestApp } from '../../support/app';
import { refusal } from '../../support/authentication';
import { eventually } from '../../support/eventually';
import { firstOrganizationId } from '../../support/events';
import { newEmail } from '../../support/people';
import { onboard, platformKey, secondOrganization, signIn } from '../../support/scenario';

let app: TestApp;
let key: string;
let token: string;
let organizationId: string;

beforeAll(async () => {
  app = await TestApp.start({ AUDIT_RETENTION_MONTHS: '12' });
  [key, token] = [await platformKey(app), await signIn(app)];
  organizationId = await firstOrganizationId(app);
});
afterAll(() => app.stop());

const path = '/platform/audit';
const read = async (query = '', as = key): Promise<any[]> => (await app.get(path + query, as)).body.data;
const actions = async (query: string, as = key) => (await read(query, as)).map(({ action }) => action);
const patch = (id: string, body: object, headers?: Record<string, string>) =>
  app.exchange('PATCH', `/companies/${id}`, { key, body, headers });

/** As a service appends it. */
function append(action: string, subjectId: string, livemode: boolean | null = false): Promise<void> {
  const change = { action, subject: { type: 'thing', id: subjectId }, owner: { organizationId, livemode } };
  return app.app.get(Transactions).run((tx) => app.app.get(AuditLog).append(tx, change));
}

describe('GET /platform/audit', () => {
  it('200: who changed what, when, from where and under which request', async () => {
    const { company } = await onboard(app, key);
    const headers = { 'User-Agent': 'accounting/7.1', 'Idempotency-Key': 'rename-1' };
    const body = { name: 'Renamed', metadata: { tenantId: 't_9', apiKey: 'sesame' } };
    const answer = await patch(company.id, body, headers);
    const again = await patch(company.id, body, headers);
    expect(again.headers['idempotent-replayed']).toBe('true');
    const records = await read(`?subject=${company.id}`);
    expect(records).toHaveLength(2);
    const [keyRow] = await app.database.query(
      `SELECT id, name, key_prefix FROM api_keys WHERE key_type = 'platform' LIMIT 1`,
    );
    expect(records[0]).toEqual({
      id: expect.stringMatching(/^aud_/),
      createdAt: expect.stringMatching(/Z$/),
      action: 'company.updated',
      subject: { type: 'company', id: company.id },
      companyId: company.id,
      livemode: false,
      actor: { kind: 'key', id: keyRow.id, name: keyRow.name, keyPrefix: keyRow.key_prefix },
      changes: [
        { field: 'name', from: 'ACME', to: 'Renamed' },
        { field: 'metadata', from: {}, to: { tenantId: 't_9', apiKey: '[redacted]' } },
      ],
      ipAddress: '127.0.0.1',
      userAgent: 'accounting/7.1',
      requestId: answer.headers['x-request-id'],
      idempotencyKey: 'rename-1',
    });
    expect(records[1]).toMatchObject({ action: 'company.created' });
  });

  it('a refused change leaves nothing; one that changes nothing neither', async () => {
    const { company } = await onboard(app, key);
    expect((await patch(company.id, { autoCompliance: { XX: true } })).status).toBe(400);
    expect((await patch(company.id, { name: 'ACME' })).status).toBe(200);
    expect(await actions(`?companyId=${company.id}&action=company.*`)).toEqual(['company.created']);
  });

  it('every member of a company that changes is told, such as the format that it prefers', async () => {
    const { company } = await onboard(app, key);
    expect((await patch(company.id, { preferredFormat: 'ubl-xml' })).status).toBe(200);
    const [record] = await read(`?subject=${company.id}&action=company.updated`);
    expect(record.changes).toEqual([{ field: 'preferredFormat', from: null, to: 'ubl-xml' }]);
  });

  it('by action, family of actions, actor, company and time; in pages, newest first', async () => {
    const { company, apiKey } = await onboard(app, key);
    const of = (query: string) => actions(`?companyId=${company.id}${query}`);
    app.clock.advance({ seconds: 1 });
    const since = app.clock.now().toISOString();
    await app.exchange('DELETE', `/platform/api-keys/${apiKey.id}`, { key });
    app.clock.advance({ seconds: 1 });
    const until = app.clock.now().toISOString();
    await app.exchange('DELETE', `/companies/${company.id}`, { key });
    const all = ['company.deregistered', 'api_key.revoked', 'api_key.created', 'company.created'];
    expect(await of('')).toEqual(all);
    expect(await of('&action=api_key.*')).toEqual(['api_key.revoked', 'api_key.created']);
    expect(await of('&action=apixkey.*&action=company.created')).toEqual(['company.created']);
    expect(await of(`&since=${since}`)).toEqual(all.slice(0, 2));
    for (const ages of ['1900-01-01', '0001-01-01']) expect(await of(`&since=${ages}`)).toEqual(all);
    expect(await of(`&since=${since}&until=${until}`)).toEqual(['api_key.revoked']);
    expect(await of(`&until=${until}`)).toEqual(all.slice(1));
    expect(await of('&actor=system')).toEqual([]);
    expect(await of(`&subject=${apiKey.id}`)).toEqual(['api_key.revoked', 'api_key.created']);
    const pages: string[] = [];
    for (let cursor = ''; ;) {
      const { body } = await app.get(`${path}?companyId=${company.id}&limit=3${cursor}`, key);
      pages.push(...body.data.map(({ action }: { action: string }) => action));
      if (!body.hasMore) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    expect(pages).toEqual(all);
  });

  it('a sign-in, and one that failed, are known to the owner; an unknown address leaves nothing', async () => {
    await append('signpost', 'before', null);
    await app.post('/auth/login', undefined, { ...admin, password: 'wrong' });
    await app.post('/auth/login', undefined, { ...admin, email: 'nobody@example.com' });
    const [failed] = await eventually('the failure is noted', async () => {
      const records = await read('?action=login.failed', token);
      return records.length > 0 && records;
    });
    expect(failed).toMatchObject({
      livemode: null,
      actor: { kind: 'anonymous', id: null, name: admin.email, keyPrefix: null },
      ipAddress: '127.0.0.1',
    });
    await app.post('/auth/login', undefined, admin);
    const [succeeded] = await read('?action=login.*', token);
    expect(succeeded).toMatchObject({
      action: 'login.succeeded',
      actor: { kind: 'user', name: admin.email },
    });
    expect(await actions('?action=login.*')).toEqual([]);
  });

  it('a key sees the changes that both modes share, and not who signed in', async () => {
    const live = await platformKey(app, { mode: 'live' });
    app.clock.advance({ seconds: 1 });
    const since = app.clock.now().toISOString();
    const change = (method: string, to: string, body: object, as: string) =>
      app.exchange(method, to, { key: as, body });
    await change('PATCH', '/platform/settings', { defaults: { autoCompliance: { FR: true } } }, key);
    await change('PATCH', '/platform/settings', { customDomain: 'bills.acme.example' }, key);
    await change('PATCH', '/platform/settings', {}, key);
    await change('PATCH', '/organization', { name: 'Renamed' }, token);
    await change('POST', '/organization/invitations', { email: newEmail(), role: 'viewer' }, token);
    await app.post('/auth/login', undefined, admin);
    const shared = ['invitation.created', 'organization.renamed', 'custom_domain.chosen', 'platform_settings.updated']; // prettier-ignore
    for (const as of [key, live]) expect(await actions(`?since=${since}`, as)).toEqual(shared);
    expect(await actions(`?since=${since}`, token)).toEqual(['login.succeeded', ...shared]);
    const csv = await app.get(`${path}?since=${since}`, key, { Accept: 'text/csv' });
    expect(csv.text).not.toContain('login');
  });

  it('a key sees its mode, a user of the dashboard both; another organization neither', async () => {
    const live = await platformKey(app, { mode: 'live' });
    await append('thing.tested', 'thing_1', false);
    await append('thing.sold', 'thing_1', true);
    expect(await actions('?subject=thing_1')).toEqual(['thing.tested']);
    expect(await actions('?subject=thing_1', live)).toEqual(['thing.sold']);
    expect(await actions('?subject=thing_1', token)).toEqual(['thing.sold', 'thing.tested']);
    const stranger = await secondOrganization(app);
    expect(await actions('?subject=thing_1', stranger.platformKey)).toEqual([]);
    expect(await actions('?subject=thing_1', stranger.token)).toEqual([]);
    expect(await read(`?actor=system&subject=thing_1`)).toMatchObject([
      { actor: { kind: 'system', id: null }, requestId: null, ipAddress: null },
    ]);
  });

  it('400 with the member that is wrong; 401 without a key, 403 for a tenant key', async () => {
    const refused = async (query: string, as?: string) => refusal(await app.get(path + query, as));
    expect(await refused('?since=yesterday', key)).toEqual([400, 'INVALID_DATE', 'since']);
    // Neither the year nor the distance to UTC is one that PostgreSQL knows.
    for (const since of ['0000-01-01', '2026-01-01T00:00:00-16:00'])
      expect(await refused(`?since=${since}`, key)).toEqual([400, 'INVALID_DATE', 'since']);
    expect(await refused('?limit=0', key)).toEqual([400, 'INVALID_REQUEST', 'limit']);
    expect(await refused('?colour=blue', key)).toEqual([400, 'INVALID_REQUEST', 'colour']);
    expect(await refused('?cursor=WzFd', key)).toEqual([400, 'INVALID_CURSOR']);
    expect(await refused('')).toEqual([401, 'MISSING_AUTH']);
    const { apiKey } = await onboard(app, key);
    expect(await refused('', apiKey.key)).toEqual([403, 'INSUFFICIENT_SCOPE']);
    expect(await app.get(path, apiKey.key, { Accept: 'text/csv' })).toMatchObject({ status: 403 });
  });

  it('by Accept: the whole of it as NDJSON or CSV, however long', async () => {
    const sql = `INSERT INTO audit_records (id, organization_id, livemode, action, subject_type, subject_id, changes, actor_kind, actor_name, created_at)
      SELECT 'aud_' || ulid_time($2) || lpad(n::text, 16, '0'), $1, false, 'thing.counted', 'thing', 'many', '[]', 'user', '=1+1', $2
      FROM generate_series(1, 1203) AS n`;
    await app.database.query(sql, [organizationId, app.clock.now()]);
    const ndjson = await app.get(`${path}?subject=many`, key, { Accept: 'application/x-ndjson' });
    expect(ndjson.headers['content-type']).toBe('application/x-ndjson; charset=utf-8');
    const records = ndjson.text.trimEnd().split('\n').map((line) => JSON.parse(line)); // prettier-ignore
    expect(records).toHaveLength(1203);
    expect(new Set(records.map(({ id }) => id)).size).toBe(1203);
    expect(records.slice(0, 2)).toEqual(await read('?subject=many&limit=2'));
    const csv = await app.get(`${path}?subject=many`, token, { Accept: 'text/csv' });
    expect(csv.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="audit.csv"',
      vary: expect.stringContaining('Accept'),
    });
    const rows = csv.text.trimEnd().split('\r\n');
    expect(rows).toHaveLength(1204);
    expect(rows[1]).toContain(",user,,'=1+1,");
    const empty = await app.get(`${path}?subject=none`, key, { Accept: 'text/csv' });
    expect(empty.text).toMatch(/^id,createdAt,[^\n]*\r\n$/);
  });
});

describe('the log', () => {
  it('is only ever added to: PostgreSQL refuses the rest', async () => {
    await append('thing.kept', 'thing_2');
    for (const sql of [
      `UPDATE audit_records SET action = 'nothing'`,
      `DELETE FROM audit_records`,
      `DELETE FROM audit_records_rest`,
      `TRUNCATE audit_records`,
    ]) {
      // The default partition is empty, so that there is nothing in it to refuse.
      const outcome = app.database.query(sql).then(() => 'done', (error: Error) => error.message); // prettier-ignore
      expect(await outcome).toMatch(sql.endsWith('_rest') ? /done/ : /are never changed/);
    }
    expect(await actions('?subject=thing_2')).toEqual(['thing.kept']);
  });

  it('shares the fate of its change', async () => {
    const work = app.app.get(Transactions).run(async (tx) => {
      const change = { action: 'thing.lost', subject: { type: 'thing', id: 'thing_3' } };
      await app.app.get(AuditLog).append(tx, { ...change, owner: { organizationId, livemode: false } });
      throw new Error('the change failed');
    });
    await expect(work).rejects.toThrow('the change failed');
    expect(await actions('?subject=thing_3')).toEqual([]);
  });

  it('is kept for AUDIT_RETENTION_MONTHS, a month at a time; months that come get their partition', async () => {
    await append('thing.old', 'thing_4');
    app.clock.advance({ hours: 24 * 31 * 6 });
    await append('thing.later', 'thing_4');
    await app.app.get(MonthPartitions).keepUp();
    expect(await actions('?subject=thing_4', await platformKey(app))).toEqual(['thing.later', 'thing.old']);
    const rest = await app.database.query('SELECT count(*) FROM audit_records_rest');
    expect(rest).toEqual([{ count: '0' }]);
    app.clock.advance({ hours: 24 * 31 * 8 });
    await app.app.get(MonthPartitions).keepUp();
    expect(await actions('?subject=thing_4', await platformKey(app))).toEqual(['thing.later']);
  });
});
