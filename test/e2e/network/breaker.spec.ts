import { eventually } from '../../support/eventually';
import { Exchange } from '../../support/exchange';
import { call } from '../../support/http';
import { echoRecipient } from '../../support/invoices';
import { scrape } from '../../support/metrics';
import { PhossApServer } from '../../support/phoss-ap-server';

let phoss: PhossApServer;
let exchange: Exchange;

beforeEach(async () => {
  phoss = await PhossApServer.start();
  const settings = { UPSTREAM_BREAKER_FAILURES: '3', UPSTREAM_BREAKER_RESET_SECONDS: '600' };
  exchange = await Exchange.start({ ...phoss.settings, ...settings });
});
afterEach(async () => {
  await exchange.stop();
  await phoss.stop();
});

const state = async () => {
  const { status, body } = await call('GET', `${exchange.app.url}/health/readiness`);
  const gauge = (await scrape(exchange.app))['upstream_circuit_state{upstream="access point"}'];
  return [status, body.status, body.details.upstreams['access point'], gauge];
};

const send = async (times: number): Promise<string[]> => {
  const ids: string[] = [];
  for (let count = 0; count < times; count++) ids.push((await exchange.send(echoRecipient)).id);
  return ids;
};

const waiting = (ids: string[]) =>
  eventually('all wait', async () => {
    const jobs = (await Promise.all(ids.map((id) => exchange.jobs(id)))).flat();
    return jobs.every(({ run_at }) => run_at > exchange.app.clock.now()) && jobs.length === ids.length;
  });

it('opens for an upstream that is down, calls it no more, and sends what waited when it closes', async () => {
  phoss.fault = 'unavailable';
  const first = await send(3);
  await waiting(first);
  expect(await state()).toEqual([200, 'degraded', 'open', 2]);

  const calls = phoss.calls;
  const later = await send(2);
  await waiting(later);
  expect(phoss.calls).toBe(calls);
  for (const id of [...first, ...later]) expect((await exchange.document(id)).status).toBe('queued');

  // All are due when the breaker has rested: one of them tries, and the others wait for what it finds.
  phoss.fault = undefined;
  exchange.app.clock.advance({ minutes: 10 });
  await Promise.all([...first, ...later].map((id) => exchange.until(id, { status: 'sent' })));
  expect(phoss.transactions).toHaveLength(5);
  expect(await state()).toEqual([200, 'ok', 'closed', 0]);
});

it('brings those forward that would look much later', async () => {
  phoss.fault = 'unavailable';
  const waited = await send(3);
  await waiting(waited);
  const far = new Date(exchange.app.clock.now().getTime() + 86_400_000);
  await exchange.app.database.query('UPDATE jobs SET run_at = $1 WHERE subject_id = ANY($2)', [far, waited]);
  phoss.fault = undefined;
  exchange.app.clock.advance({ minutes: 10 });
  const [trial] = await send(1);
  await Promise.all([trial!, ...waited].map((id) => exchange.until(id, { status: 'sent' })));
});

it('fails nothing within the retry window, and all that is still refused after it', async () => {
  phoss.fault = 'unavailable';
  const [id] = await send(1);
  await waiting([id!]);
  exchange.app.clock.advance({ hours: 23, minutes: 50 });
  await waiting([id!]);
  expect((await exchange.document(id!)).status).toBe('queued');
  exchange.app.clock.advance({ minutes: 11 });
  await exchange.until(id!, { status: 'failed', errorCode: 'UPSTREAM_UNAVAILABLE' });
  expect(await exchange.expectOrderly(id!)).toEqual(['document.failed']);
  expect(await exchange.jobs(id!)).toEqual([]);
});
