import { Settings } from '../../../src/core/config/settings';
import { TestApp } from '../../support/app';
import { refusal } from '../../support/authentication';
import { eventually } from '../../support/eventually';
import { Answer, call } from '../../support/http';
import { sendBody } from '../../support/invoices';
import { scrape } from '../../support/metrics';
import { OwnRedis } from '../../support/own-redis';
import { onboard, platformKey, signIn } from '../../support/scenario';

const limits = {
  RATE_LIMIT_PER_MINUTE: '20',
  RATE_LIMIT_PUBLIC_PER_MINUTE: '5',
  RATE_LIMIT_FAILURES_PER_MINUTE: '5',
};
const wrongKey = `flw_plat_test_${'A'.repeat(30)}`;

let app: TestApp;
let token: string;

beforeAll(async () => {
  app = await TestApp.start({ ROLE: 'api', ...limits });
  token = await signIn(app);
});
afterAll(() => app.stop());
beforeEach(() => toBeginningOfMinute());

/** Two minutes on, so that nothing counts of what was before. */
function toBeginningOfMinute(): void {
  const { clock } = app;
  clock.advance({ milliseconds: 180_000 - (clock.now().getTime() % 60_000) });
}

const standing = ({ status, headers }: Answer) => [
  status,
  headers['ratelimit-limit'],
  headers['ratelimit-remaining'],
];
const from = (address: string) => ({ 'x-forwarded-for': address });
const repeat = async (times: number, request: () => Promise<Answer>) => {
  const answers: Answer[] = [];
  for (let count = 0; count < times; count++) answers.push(await request());
  return answers;
};

describe('a key', () => {
  it('sees on every answer how it stands, errors too, and 429 RATE_LIMITED with Retry-After beyond', async () => {
    const key = await platformKey(app, { token });
    expect(standing(await app.get('/me', key))).toEqual([200, '20', '19']);
    expect(standing(await app.get('/companies/comp_none', key))).toEqual([404, '20', '18']);
    expect(standing(await app.post('/platform/companies', key, {}))).toEqual([400, '20', '17']);
    expect(standing(await app.get('/stats/none', key))).toEqual([404, undefined, undefined]);
    await repeat(17, () => app.get('/me', key));
    const refused = await app.get('/me', key);
    expect(refusal(refused)).toEqual([429, 'RATE_LIMITED']);
    expect(refused.body.error).toMatchObject({ type: 'rate_limit_error', requestId: expect.stringMatching(/^req_/), docUrl: expect.any(String) }); // prettier-ignore
    expect(standing(refused)).toEqual([429, '20', '0']);
    expect(refused.headers['retry-after']).toBe(refused.headers['ratelimit-reset']);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(55);
    app.clock.advance({ seconds: Number(refused.headers['retry-after']) });
    expect((await app.get('/me', key)).status).toBe(200);
  });

  it('is refused alone: another key of the same organization and user are not, and each refusal is counted', async () => {
    const [key, other] = [await platformKey(app, { token }), await platformKey(app, { token })];
    await repeat(25, () => app.get('/me', key));
    expect((await app.get('/me', other)).headers['ratelimit-remaining']).toBe('19');
    expect((await app.get('/me', token)).status).toBe(200);
    const refused = (await scrape(app))['rate_limited_requests_total{limit="key"}'];
    expect(refused).toBeGreaterThanOrEqual(5);
  });

  it('gets no second helping at the turn of the minute: the last one counts by its share', async () => {
    const key = await platformKey(app, { token });
    await repeat(20, () => app.get('/me', key));
    app.clock.advance({ seconds: 60 });
    expect((await app.get('/me', key)).status).toBe(429);
    app.clock.advance({ seconds: 30 });
    const answers = await repeat(11, () => app.get('/me', key));
    const passed = answers.filter(({ status }) => status === 200);
    expect(passed.length).toBeGreaterThanOrEqual(10);
    expect(passed.length).toBeLessThanOrEqual(11);
    app.clock.advance({ seconds: 120 });
    expect(standing(await app.get('/me', key))).toEqual([200, '20', '19']);
  });

  it('is not kept out by its own knocking: what was refused does not count', async () => {
    const key = await platformKey(app, { token });
    await repeat(60, () => app.get('/me', key));
    app.clock.advance({ seconds: 90 });
    expect((await app.get('/me', key)).status).toBe(200);
  });

  it('spends on replays as on any request', async () => {
    const platform = await platformKey(app, { token });
    const { apiKey } = await onboard(app, platform);
    const headers = { 'idempotency-key': 'once' };
    const body = sendBody({ to: '0208:0123456789' });
    const answers = await repeat(22, () => app.post('/documents/send', apiKey.key, body, headers));
    expect(answers.map(({ status }) => status)).toEqual([...Array(20).fill(202), 429, 429]);
    expect(new Set(answers.slice(0, 20).map(({ text }) => text)).size).toBe(1);
    expect(answers[19]!.headers).toMatchObject({ 'idempotent-replayed': 'true', 'ratelimit-remaining': '0' });
    toBeginningOfMinute();
    const again = await app.post('/documents/send', apiKey.key, body, headers);
    expect([again.status, again.text]).toEqual([202, answers[0]!.text]);
  });
});

describe('an address', () => {
  it('429 on public routes beyond its own limit; others and keys are served', async () => {
    const get = (address: string) => app.get('/event-types', undefined, from(address));
    expect((await repeat(5, () => get('203.0.113.1'))).map(standing).at(-1)).toEqual([200, '5', '0']);
    expect(refusal(await get('203.0.113.1'))).toEqual([429, 'RATE_LIMITED']);
    expect((await get('203.0.113.2')).status).toBe(200);
    expect((await app.get('/me', token, from('203.0.113.1'))).status).toBe(200);
  });

  it('counts the 64 bits of IPv6 that one subscriber gets as one', async () => {
    for (let host = 1; host <= 5; host++) await app.get('/fixtures', undefined, from(`2001:db8::${host}`));
    expect((await app.get('/fixtures', undefined, from('2001:db8::ffff'))).status).toBe(429);
    expect((await app.get('/fixtures', undefined, from('2001:db8:0:1::1'))).status).toBe(200);
  });

  it('gets 429 instead of 401 for more wrong keys than it may try; a right one passes', async () => {
    const guess = (key?: string) => app.get('/me', key, from('203.0.113.9'));
    const answers = [...(await repeat(3, () => guess(wrongKey))), ...(await repeat(3, () => guess()))];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429]);
    expect(refusal(answers[5]!)).toEqual([429, 'RATE_LIMITED']);
    expect(answers[5]!.headers['retry-after']).toMatch(/^\d+$/);
    expect((await guess(token)).status).toBe(200);
    expect((await app.get('/me', wrongKey, from('203.0.113.10'))).status).toBe(401);
  });

  it('is limited at the token exchange in the words of the gateway', async () => {
    const exchange = () =>
      call('POST', `${app.url}/api/v1/gateway/token/exchange`, { body: { api_token: `api_${'0'.repeat(40)}` }, headers: from('203.0.113.20') }); // prettier-ignore
    const answers = await repeat(6, exchange);
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429]);
    expect(answers[5]!.body).toEqual({ error: 'Rate limit exceeded' });
  });

  it('is not limited on health and metrics', async () => {
    for (const path of ['/health/liveness', '/health/readiness', '/metrics']) {
      const answers = await repeat(7, () => call('GET', app.url + path, { headers: from('203.0.113.30') }));
      expect(answers.map(standing)).toEqual(Array(7).fill([200, undefined, undefined]));
    }
  });
});

describe('several processes', () => {
  it('share one limit exactly, however their requests come', async () => {
    const key = await platformKey(app, { token });
    const { REDIS_PREFIX, DATABASE_URL } = app.app.get(Settings);
    const second = await TestApp.start({ ROLE: 'api', ...limits, REDIS_PREFIX, DATABASE_URL });
    second.clock.advance({ milliseconds: app.clock.now().getTime() - second.clock.now().getTime() });
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_each, at) => (at % 2 ? app : second).get('/me', key)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(20);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(40);
    const left = answers.filter(({ status }) => status === 200).map(({ headers }) => Number(headers['ratelimit-remaining'])); // prettier-ignore
    expect(left.sort((one, other) => one - other)).toEqual(Array.from({ length: 20 }, (_each, at) => at));
    await second.stop();
  });
});

describe('without Redis', () => {
  it('lets requests pass, counts them as not limited, and limits again when it is back', async () => {
    const redis = await OwnRedis.start();
    const alone = await TestApp.start({ ROLE: 'api', ...limits, REDIS_URL: redis.url });
    const key = await platformKey(alone);
    expect((await alone.get('/me', key)).headers['ratelimit-remaining']).toBe('19');
    await redis.kill();
    const answers = await Promise.all(Array.from({ length: 30 }, () => alone.get('/me', key)));
    expect(answers.map(({ status }) => status)).toEqual(Array(30).fill(200));
    expect((await scrape(alone)).rate_limit_unapplied_total).toBeGreaterThanOrEqual(30);
    await redis.start();
    await eventually('limits apply again', async () => {
      alone.clock.advance({ seconds: 6 });
      return (await alone.get('/me', key)).headers['ratelimit-limit'] === '20';
    });
    await alone.stop();
    await redis.kill();
  });
});
