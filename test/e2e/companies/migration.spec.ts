import { NetworkError } from '../../../src/network/network-error.port';
import { ParticipantRegistry, Registration } from '../../../src/network/participant-registry.port';
import { itAuthenticates, refusal } from '../../support/authentication';
import { eventually } from '../../support/eventually';
import { Exchange } from '../../support/exchange';
import { sendBody } from '../../support/invoices';
import { onboard, platformKey, secondOrganization, waitUntilRegistered } from '../../support/scenario';

let exchange: Exchange;
let key: string;
let registry: ParticipantRegistry;

beforeAll(async () => {
  exchange = await Exchange.start();
  key = exchange.platform;
  registry = exchange.app.app.get(ParticipantRegistry);
});
afterEach(() => jest.restoreAllMocks());
afterAll(() => exchange.stop());

const company = async (id: string) => (await exchange.app.get(`/companies/${id}`, key)).body;
const retry = (id: string, body: object = {}, as = key) =>
  exchange.app.post(`/companies/${id}/registration`, as, body);
const release = (id: string, as = key) => exchange.app.post(`/companies/${id}/migration`, as, {});
const elsewhere = new NetworkError(
  'PARTICIPANT_REGISTERED_ELSEWHERE',
  '0225:797978996 is registered with another provider: Example PA.',
  false,
);

/** Another provider holds the company, and lets it go to whoever brings its key. */
function heldElsewhere(migrationKey: string): Registration[] {
  const seen: Registration[] = [];
  jest.spyOn(registry, 'register').mockImplementation((registration) => {
    seen.push(registration);
    return registration.migrationKey === migrationKey ? Promise.resolve() : Promise.reject(elsewhere);
  });
  return seen;
}

async function refused(): Promise<string> {
  const { id } = (await onboard(exchange.app, key)).company;
  await eventually('the refusal', async () => (await company(id)).smp.status === 'failed');
  return id;
}

describe('POST /companies/{id}/registration', () => {
  itAuthenticates(() => exchange.app, {
    method: 'POST',
    path: '/companies/comp_1/registration',
    caller: 'member',
  });

  it('202: takes the company over with the key of the provider it leaves; what it sent meanwhile leaves', async () => {
    const seen = heldElsewhere('mig-secret-1');
    const id = await refused();
    expect((await company(id)).smp).toEqual({
      status: 'failed',
      errorCode: elsewhere.code,
      errorMessage: elsewhere.message,
      registeredAt: null,
    });
    const wrong = await retry(id, { migrationKey: 'mig-wrong' });
    expect(wrong.status).toBe(202);
    await eventually(
      'the second refusal',
      async () => seen.length === 2 && (await company(id)).smp.status === 'failed',
    );
    const answer = await retry(id, { migrationKey: 'mig-secret-1' });
    expect([answer.status, answer.body.smp]).toEqual([
      202,
      { status: 'pending', errorCode: null, errorMessage: null, registeredAt: null },
    ]);
    expect(answer.text).not.toContain('mig-secret-1');
    const sent = await exchange.app.post('/documents/send', key, sendBody(), { 'X-Flowie-Company': id });
    await waitUntilRegistered(exchange.app, key, id);
    await eventually('the document leaves', async () => {
      const { body } = await exchange.app.get(`/documents/${sent.body.id}`, key, { 'X-Flowie-Company': id });
      return body.status === 'sent';
    });
    expect(seen.map(({ migrationKey }) => migrationKey)).toEqual([undefined, 'mig-wrong', 'mig-secret-1']);
  });

  it('keeps the key sealed, and only until it was used', async () => {
    heldElsewhere('mig-secret-2');
    const id = await refused();
    const held = jest
      .spyOn(registry, 'register')
      .mockRejectedValue(new NetworkError('DOWN', 'not now', true));
    await retry(id, { migrationKey: 'mig-secret-2' });
    const stored = async () => {
      const [row] = await exchange.app.database.query('SELECT migration_key FROM companies WHERE id = $1', [
        id,
      ]);
      return row.migration_key as string | null;
    };
    await eventually('a try', () => held.mock.calls.length === 2);
    expect(held.mock.calls[1]![0]).toMatchObject({ migrationKey: 'mig-secret-2' });
    expect(await stored()).toMatch(/./);
    expect(Buffer.from((await stored())!, 'base64').toString('latin1') + (await stored())).not.toContain(
      'mig-secret-2',
    );
    heldElsewhere('mig-secret-2');
    expect((await retry(id)).status).toBe(202);
    await waitUntilRegistered(exchange.app, key, id);
    expect(await stored()).toBeNull();
  });

  it('409 for one that is registered or deregistered', async () => {
    const { id } = exchange.acme.company;
    expect(refusal(await retry(id))).toEqual([409, 'INVALID_TRANSITION']);
    const left = (await onboard(exchange.app, key)).company;
    await exchange.app.exchange('DELETE', `/companies/${left.id}`, { key });
    expect(refusal(await retry(left.id))).toEqual([409, 'INVALID_TRANSITION']);
  });

  it('400 for a key that is none, 404 for a foreign company', async () => {
    const { id } = exchange.acme.company;
    expect(refusal(await retry(id, { migrationKey: 5 }))).toEqual([400, 'INVALID_REQUEST', 'migrationKey']);
    const stranger = (await secondOrganization(exchange.app)).platformKey;
    expect(refusal(await retry(id, {}, stranger))).toEqual([404, 'COMPANY_NOT_FOUND']);
    expect(refusal(await retry('comp_nobody'))).toEqual([404, 'COMPANY_NOT_FOUND']);
  });
});

describe('POST /companies/{id}/migration', () => {
  itAuthenticates(() => exchange.app, {
    method: 'POST',
    path: '/companies/comp_1/migration',
    caller: 'member',
  });

  it('200: the key, the same when asked again; the company stays registered', async () => {
    const { id } = exchange.acme.company;
    const first = await release(id);
    expect([first.status, first.body]).toEqual([
      200,
      { migrationKey: expect.stringMatching(/./), message: expect.stringContaining('provider') },
    ]);
    expect((await release(id)).body).toEqual(first.body);
    expect((await company(id)).smpRegistered).toBe(true);
  });

  it('409 when it is not registered, and when the directory refuses', async () => {
    heldElsewhere('none');
    const id = await refused();
    expect(refusal(await release(id))).toEqual([409, 'INVALID_TRANSITION']);
    jest.spyOn(registry, 'release').mockRejectedValue(new NetworkError('REFUSED', 'The SMP says no.', false));
    const answer = await release(exchange.acme.company.id);
    expect(refusal(answer)).toEqual([409, 'INVALID_TRANSITION']);
    expect(answer.body.error.message).toContain('The SMP says no.');
  });

  it('503 when the directory does not answer', async () => {
    jest.spyOn(registry, 'release').mockRejectedValue(new NetworkError('UPSTREAM_UNAVAILABLE', 'down', true));
    expect(refusal(await release(exchange.acme.company.id))).toEqual([503, 'UPSTREAM_UNAVAILABLE']);
  });

  it('404 for a foreign company', async () => {
    const stranger = (await secondOrganization(exchange.app)).platformKey;
    expect(refusal(await release(exchange.acme.company.id, stranger))).toEqual([404, 'COMPANY_NOT_FOUND']);
  });
});

describe('two companies of one installation in live mode', () => {
  it('the id stays with the one that registered it first', async () => {
    jest.spyOn(registry, 'register').mockResolvedValue(undefined);
    const unregister = jest.spyOn(registry, 'unregister').mockResolvedValue(undefined);
    const first = await platformKey(exchange.app, { mode: 'live' });
    const { token } = await secondOrganization(exchange.app);
    const second = await platformKey(exchange.app, { mode: 'live', token });
    const wish = { vatNumber: 'BE0403170701' };
    const one = (await onboard(exchange.app, first, wish)).company;
    await waitUntilRegistered(exchange.app, first, one.id);
    const other = (await onboard(exchange.app, second, wish)).company;
    const smp = async () => (await exchange.app.get(`/companies/${other.id}`, second)).body.smp;
    await eventually(
      'the refusal',
      async () => (await smp()).errorCode === 'PARTICIPANT_REGISTERED_ELSEWHERE',
    );
    expect((await smp()).errorMessage).toContain('0208:0403170701');
    await exchange.app.exchange('DELETE', `/companies/${other.id}`, { key: second });
    await eventually('it is out', async () => (await smp()).status === 'removed');
    expect(unregister).not.toHaveBeenCalled();
  });
});
