import { itAuthenticates, refusal } from '../../support/authentication';
import { Exchange } from '../../support/exchange';
import { onboard, platformKey, secondOrganization, signIn } from '../../support/scenario';
import { sendBody } from '../../support/invoices';

let exchange: Exchange;
let documentId: string;
/** What the echo participant sent back. */
let receivedId: string;

beforeAll(async () => {
  exchange = await Exchange.start();
  const { apiKey } = exchange.acme;
  const sent = await exchange.app.post('/documents/send', apiKey.key, sendBody({ to: '0208:0123456749' }));
  documentId = sent.body.id as string;
  receivedId = (await exchange.arrival(exchange.acme, `ECHO-${sent.body.number}`)).id as string;
});
afterAll(() => exchange.stop());

const call = (method: string, path: string, body?: object, key = exchange.acme.apiKey.key, headers = {}) =>
  exchange.app.exchange(method, path, { key, body, headers });
const retention = async () => (await call('GET', `/documents/${documentId}/retention`)).body;
const hold = { reason: ' Audit 2026/118 ' };
const placed = { reason: 'Audit 2026/118', placedAt: expect.stringMatching(/Z$/) };

async function keyWith(scopes: string[]): Promise<string> {
  const token = await signIn(exchange.app);
  const body = { name: 'few', scopes, keyType: 'personal', companyId: exchange.acme.company.id };
  return (await exchange.app.post('/api-keys', token, body)).body.key as string;
}

describe('GET /documents/{id}/retention', () => {
  itAuthenticates(() => exchange.app, {
    method: 'GET',
    path: '/documents/doc_1/retention',
    caller: 'member',
  });

  it('200: the last day, and by which law', async () => {
    expect(await retention()).toEqual({
      documentId,
      retainUntil: '2036-12-31',
      rule: {
        years: 10,
        country: 'FR',
        basis: expect.stringContaining('L123-22'),
        source: expect.any(String),
      },
      legalHold: null,
      companyLegalHold: null,
    });
  });

  it('404 for a foreign document, and for a received one without the scope receive', async () => {
    const stranger = await onboard(exchange.app, (await secondOrganization(exchange.app)).platformKey);
    const path = `/documents/${documentId}/retention`;
    expect(refusal(await call('GET', path, undefined, stranger.apiKey.key))).toEqual([
      404,
      'DOCUMENT_NOT_FOUND',
    ]);
    const sendsOnly = await keyWith(['documents.read']);
    const answer = await call('GET', `/documents/${receivedId}/retention`, undefined, sendsOnly);
    expect(refusal(answer)).toEqual([404, 'DOCUMENT_NOT_FOUND']);
  });
});

describe('PUT and DELETE /documents/{id}/legal-hold', () => {
  for (const method of ['PUT', 'DELETE'])
    itAuthenticates(() => exchange.app, { method, path: '/documents/doc_1/legal-hold', caller: 'member' });

  const path = () => `/documents/${documentId}/legal-hold`;

  it('200 and 204: holds it, tells so, and lifts it; repeats are the same', async () => {
    const first = await call('PUT', path(), hold);
    expect([first.status, first.body]).toEqual([200, placed]);
    exchange.app.clock.advance({ seconds: 1 });
    expect((await call('PUT', path(), { reason: 'Lawsuit' })).body).toEqual({
      ...first.body,
      reason: 'Lawsuit',
    });
    expect((await retention()).legalHold).toEqual({ ...first.body, reason: 'Lawsuit' });
    for (let at = 0; at < 2; at++) expect((await call('DELETE', path())).status).toBe(204);
    expect((await retention()).legalHold).toBeNull();
    const history = await exchange.app.database.query(
      `SELECT reason, lifted_at IS NOT NULL AS lifted FROM legal_holds WHERE subject_id = $1`,
      [documentId],
    );
    expect(history).toEqual([{ reason: 'Lawsuit', lifted: true }]);
  });

  it('replays the answer for the same Idempotency-Key', async () => {
    const headers = { 'Idempotency-Key': 'hold-1' };
    const first = await call('PUT', path(), hold, undefined, headers);
    await call('DELETE', path());
    const again = await call('PUT', path(), hold, undefined, headers);
    expect([again.body, again.headers['idempotent-replayed']]).toEqual([first.body, 'true']);
    expect((await retention()).legalHold).toBeNull();
  });

  it.each([
    [{}, [400, 'MISSING_FIELD', 'reason']],
    [{ reason: ' ' }, [400, 'INVALID_REQUEST', 'reason']],
    [{ reason: 'x'.repeat(501) }, [400, 'INVALID_REQUEST', 'reason']],
  ])('%j is refused with %j', async (body, expected) => {
    expect(refusal(await call('PUT', path(), body))).toEqual(expected);
  });

  it('403 without the scope documents.write, 404 for a foreign document', async () => {
    const reader = await keyWith(['documents.read', 'receive']);
    expect(refusal(await call('PUT', path(), hold, reader))).toEqual([403, 'INSUFFICIENT_SCOPE']);
    expect(refusal(await call('DELETE', path(), undefined, reader))).toEqual([403, 'INSUFFICIENT_SCOPE']);
    const { apiKey } = exchange.globex;
    for (const method of ['PUT', 'DELETE'])
      expect(refusal(await call(method, path(), hold, apiKey.key))).toEqual([404, 'DOCUMENT_NOT_FOUND']);
  });
});

describe('PUT and DELETE /companies/{id}/legal-hold', () => {
  for (const method of ['PUT', 'DELETE'])
    itAuthenticates(() => exchange.app, { method, path: '/companies/comp_1/legal-hold', caller: 'member' });

  const path = () => `/companies/${exchange.acme.company.id}/legal-hold`;

  it('200 and 204: holds all its documents, and lifts that', async () => {
    const first = await call('PUT', path(), hold, exchange.platform);
    expect([first.status, first.body]).toEqual([200, placed]);
    expect(await retention()).toMatchObject({ legalHold: null, companyLegalHold: first.body });
    expect((await call('DELETE', path())).status).toBe(204);
    expect((await retention()).companyLegalHold).toBeNull();
  });

  it('200 for a deregistered company', async () => {
    const { company } = await onboard(exchange.app, exchange.platform);
    await call('DELETE', `/companies/${company.id}`, undefined, exchange.platform);
    expect((await call('PUT', `/companies/${company.id}/legal-hold`, hold, exchange.platform)).status).toBe(
      200,
    );
  });

  it('404 for a company that is foreign, of the other mode, or another than the key acts for', async () => {
    const stranger = (await secondOrganization(exchange.app)).platformKey;
    const live = await platformKey(exchange.app, { mode: 'live' });
    for (const key of [stranger, live, exchange.globex.apiKey.key])
      for (const method of ['PUT', 'DELETE'])
        expect(refusal(await call(method, path(), hold, key))).toEqual([404, 'COMPANY_NOT_FOUND']);
  });
});
