import { decided, reportsOf, reportWhen } from '../../support/compliance';
import { itAuthenticates, refusal } from '../../support/authentication';
import { Exchange, Trader } from '../../support/exchange';
import { echoRecipient, magic, sendBody } from '../../support/invoices';
import { onboard, platformKey, secondOrganization } from '../../support/scenario';

let exchange: Exchange;
let acme: Trader;

beforeAll(async () => {
  exchange = await Exchange.start();
  ({ acme } = exchange);
});
afterAll(() => exchange.stop());

const path = (documentId: string, rest = '') => `/documents/${documentId}/compliance${rest}`;

async function send(simulate?: Record<string, unknown>, to = echoRecipient): Promise<any> {
  const answer = await exchange.app.post('/documents/send', acme.apiKey.key, sendBody({ to, simulate }));
  if (answer.status !== 202) throw new Error(answer.text);
  return answer.body;
}

async function keyWith(...scopes: string[]): Promise<string> {
  return (await exchange.onboard({ name: 'Scoped', apiKey: { name: 'scoped', scopes } })).apiKey.key;
}

describe('GET /documents/{id}/compliance', () => {
  itAuthenticates(() => exchange.app, { method: 'GET', path: path('doc_1'), caller: 'member' });

  it('200 with nothing for a document that is reported nowhere', async () => {
    const { id } = await exchange.send(magic.unreachable);
    await exchange.until(id, { status: 'failed' });
    expect(await reportsOf(exchange, id)).toEqual([]);
  });

  it('404 for what is not there, or not theirs', async () => {
    const { id } = await send();
    const stranger = (await secondOrganization(exchange.app)).platformKey;
    expect(refusal(await exchange.app.get(path('doc_none'), acme.apiKey.key))).toEqual([
      404,
      'DOCUMENT_NOT_FOUND',
    ]);
    const other = exchange.globex.apiKey.key;
    expect(refusal(await exchange.app.get(path(id), other))).toEqual([404, 'DOCUMENT_NOT_FOUND']);
    expect((await exchange.app.get(path(id), stranger)).status).toBeGreaterThanOrEqual(403);
  });

  it('403 without the scope documents.read', async () => {
    expect(refusal(await exchange.app.get(path('doc_1'), await keyWith('send')))).toEqual([
      403,
      'INSUFFICIENT_SCOPE',
    ]);
  });
});

describe('GET /documents/{id}/compliance/{report}/file', () => {
  it('200 with the exact bytes and their digest', async () => {
    const { id } = await send();
    const report = await reportWhen(exchange, id, { state: 'submitted' });
    const { text, headers } = await exchange.app.get(path(id, `/${report.id}/file`), acme.apiKey.key);
    const [row] = await exchange.app.database.query(
      `SELECT bytes, encode(sha256, 'hex') AS digest FROM compliance_files WHERE report_id = $1`,
      [report.id],
    );
    expect(text).toBe(row.bytes.toString());
    expect(headers['x-content-sha256']).toBe(row.digest);
  });

  it('404 for a report of another document', async () => {
    const [one, other] = [await send(), await send()];
    const report = await reportWhen(exchange, one.id, { state: 'submitted' });
    const answer = await exchange.app.get(path(other.id, `/${report.id}/file`), acme.apiKey.key);
    expect(refusal(answer)).toEqual([404, 'REPORT_NOT_FOUND']);
  });
});

describe('POST /documents/{id}/compliance/{report}/retry', () => {
  const retry = (id: string, report: string, key = acme.apiKey.key, headers = {}) =>
    exchange.app.post(path(id, `/${report}/retry`), key, undefined, headers);

  it('202, and what was rejected is made anew, with both files kept', async () => {
    const { id } = await send({ compliance: 'reject_REJ_COH' });
    const rejected = await decided(exchange, id);
    expect(rejected).toMatchObject({
      state: 'rejected',
      errorCode: 'REJ_COH',
      remediation: expect.any(String),
    });
    const answer = await retry(id, rejected.id);
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({ id: rejected.id, state: 'pending', errorCode: null });
    expect(await decided(exchange, id)).toMatchObject({ state: 'accepted', attempts: 2 });
    const sql = `SELECT round FROM compliance_files WHERE report_id = $1 ORDER BY round`;
    expect(await exchange.app.database.query(sql, [rejected.id])).toEqual([{ round: 1 }, { round: 2 }]);
    const types = (await exchange.eventsOf(id)).map(({ type }) => type);
    expect(types.slice(-2)).toEqual(['compliance.reported.failed', 'compliance.reported']);
    await exchange.expectOrderly(id);
  });

  it('409 for one that is under way or accepted', async () => {
    const { id } = await send();
    const report = await reportWhen(exchange, id, { state: 'submitted' });
    expect(refusal(await retry(id, report.id))).toEqual([409, 'INVALID_TRANSITION']);
    await decided(exchange, id);
    expect(refusal(await retry(id, report.id))).toEqual([409, 'INVALID_TRANSITION']);
  });

  it('counts once for an Idempotency-Key', async () => {
    const { id } = await exchange.send(magic.rejectedByAuthority);
    const { id: report } = await decided(exchange, id);
    const headers = { 'Idempotency-Key': `retry-${report}` };
    const answers = [
      await retry(id, report, undefined, headers),
      await retry(id, report, undefined, headers),
    ];
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    expect(await decided(exchange, id)).toMatchObject({ state: 'rejected', attempts: 2 });
  });

  it('404 for what is not there, 403 without the scope lifecycle', async () => {
    const { id } = await send();
    expect(refusal(await retry(id, 'rep_none'))).toEqual([404, 'REPORT_NOT_FOUND']);
    expect(refusal(await retry(id, 'rep_none', await keyWith('documents.read')))).toEqual([
      403,
      'INSUFFICIENT_SCOPE',
    ]);
  });
});

describe('simulate, when a document is sent', () => {
  it.each([{ compliance: 'accept' }, { compliance: 'reject_' }, { compliance: 'reject_a b' }])(
    '400 INVALID_ENUM for %j',
    async (simulate) => {
      const answer = await exchange.app.post('/documents/send', acme.apiKey.key, sendBody({ simulate }));
      expect(refusal(answer)).toEqual([400, 'INVALID_ENUM', 'simulate.compliance']);
    },
  );

  it('400 for what is no object, or has members that nobody knows', async () => {
    for (const simulate of ['reject_X', { authority: 'x' }]) {
      const answer = await exchange.app.post('/documents/send', acme.apiKey.key, sendBody({ simulate }));
      expect(answer.status).toBe(400);
    }
  });

  it('400 in live mode', async () => {
    const live = await platformKey(exchange.app, { mode: 'live' });
    const { apiKey } = await onboard(exchange.app, live, { vatNumber: 'FR44732829320' });
    const body = sendBody({ simulate: { compliance: 'silent' } });
    expect(refusal(await exchange.app.post('/documents/send', apiKey.key, body))).toEqual([
      400,
      'INVALID_REQUEST',
      'simulate',
    ]);
  });
});
