import { itAuthenticates, refusal } from '../../support/authentication';
import { eventually } from '../../support/eventually';
import { Exchange } from '../../support/exchange';
import { magic, newNumber, sendBody } from '../../support/invoices';
import { onboard, secondOrganization, signIn } from '../../support/scenario';

let exchange: Exchange;

beforeAll(async () => {
  exchange = await Exchange.start();
});
afterAll(() => exchange.stop());

const stats = (query = '', key = exchange.acme.apiKey.key, headers?: Record<string, string>) =>
  exchange.app.get(`/stats${query}`, key, headers);
const naming = (id: string) => ({ 'X-Flowie-Company': id });

describe('GET /stats', () => {
  it('200: what was sent, received and failed, by type and status, and the quota', async () => {
    const key = exchange.acme.apiKey.key;
    await exchange.exchanged();
    const note = sendBody({ type: 'credit_note' }, { precedingInvoices: [{ number: newNumber() }] });
    await exchange.app.post('/documents/send', key, { ...note, to: exchange.globex.company.peppolId });
    await exchange.send(exchange.acme.company.peppolId, exchange.globex.apiKey.key);
    await exchange.send(magic.unreachable);
    const { id } = await exchange.send(magic.rejecting);
    await exchange.until(id, { status: 'failed' });
    const body = await eventually('all of it', async () => {
      const answer = await stats('?period=month');
      const { sent, received, failed } = answer.body.documents;
      return [answer.status, sent, received, failed].join() === '200,2,1,2' && answer.body;
    });
    const now = exchange.app.clock.now();
    expect(body).toEqual({
      period: { start: expect.stringMatching(/-01$/), end: expect.any(String) },
      companyId: exchange.acme.company.id,
      documents: { sent: 2, received: 1, failed: 2, successRate: 0.5 },
      complianceReports: expect.any(Number),
      byType: [
        { type: 'credit_note', outgoing: 1, incoming: 0 },
        { type: 'invoice', outgoing: 3, incoming: 1 },
      ],
      byStatus: { sent: 2, received: 1, failed: 2 },
      byLifecycleStatus: expect.objectContaining({ undeliverable: 1, platform_rejected: 1, received: 1 }),
      quota: {
        plan: null,
        limit: null,
        used: 2,
        remaining: null,
        percent: null,
        resetsAt: new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1)).toISOString(),
        hard: false,
      },
    });
    const query = `?groupBy=company&companyId=${exchange.acme.company.id}`;
    const usage = (await exchange.app.get(`/platform/usage${query}`, exchange.platform)).body.byCompany[0];
    expect([usage.sent, usage.received]).toEqual([body.documents.sent, body.documents.received]);
  });

  it('200 for the platform that names the company: with the quota of the whole organization', async () => {
    const headers = naming(exchange.acme.company.id);
    const { status, body } = await stats('', exchange.platform, headers);
    expect([status, body.organizationQuota.limit]).toEqual([200, null]);
    expect(body.organizationQuota.used).toBeGreaterThanOrEqual(body.quota.used);
    const { status: asUser } = await stats('', await signIn(exchange.app), headers);
    expect(asUser).toBe(200);
  });

  it('200 with nothing in it', async () => {
    const { apiKey } = await onboard(exchange.app, exchange.platform);
    const { body } = await stats('?start=2020-01-01&end=2020-01-31', apiKey.key);
    const documents = { sent: 0, received: 0, failed: 0, successRate: null };
    expect(body).toMatchObject({
      documents,
      complianceReports: 0,
      byType: [],
      byStatus: {},
      byLifecycleStatus: {},
    });
    expect(body.period).toEqual({ start: '2020-01-01', end: '2020-01-31' });
  });

  it('400 for periods that are none', async () => {
    expect(refusal(await stats('?period=decade'))).toEqual([400, 'INVALID_ENUM', 'period']);
    expect(refusal(await stats('?start=2026-02-30&end=2026-03-01'))).toEqual([400, 'INVALID_DATE', 'start']);
    expect(refusal(await stats('?start=2026-03-01'))).toEqual([400, 'MISSING_FIELD', 'end']);
  });

  it('403 COMPANY_REQUIRED for a platform key, and a user, that names none', async () => {
    expect(refusal(await stats('', exchange.platform))).toEqual([403, 'COMPANY_REQUIRED']);
    expect(refusal(await stats('', await signIn(exchange.app)))).toEqual([403, 'COMPANY_REQUIRED']);
  });

  it('403 INSUFFICIENT_SCOPE without documents.read, 403 COMPANY_MISMATCH for another company', async () => {
    const wish = { name: 'sender', scopes: ['send'] };
    const { apiKey } = await onboard(exchange.app, exchange.platform, { apiKey: wish });
    expect(refusal(await stats('', apiKey.key))).toEqual([403, 'INSUFFICIENT_SCOPE']);
    const other = naming(exchange.globex.company.id);
    expect(refusal(await stats('', undefined, other))).toEqual([403, 'COMPANY_MISMATCH']);
  });

  it("404 for another organization's company", async () => {
    const { platformKey } = await secondOrganization(exchange.app);
    const answer = await stats('', platformKey, naming(exchange.acme.company.id));
    expect(refusal(answer)).toEqual([404, 'COMPANY_NOT_FOUND']);
  });

  itAuthenticates(() => exchange.app, { method: 'GET', path: '/stats', caller: 'member' });
});
