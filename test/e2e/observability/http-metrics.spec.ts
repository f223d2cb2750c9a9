import { request, Server } from 'node:http';
import { TestApp } from '../../support/app';
import { eventually } from '../../support/eventually';
import { call } from '../../support/http';
import { scrape } from '../../support/metrics';
import { onboard, platformKey } from '../../support/scenario';

let app: TestApp;
let key: string;

beforeAll(async () => {
  app = await TestApp.start({ ROLE: 'api' });
  key = await platformKey(app);
});
afterAll(() => app.stop());

const count = (method: string, route: string, status: string) =>
  `http_request_duration_seconds_count{method="${method}",route="${route}",status="${status}"}`;

it('counts requests by the template of their route, refused ones too', async () => {
  const { company } = await onboard(app, key);
  await app.get(`/companies/${company.id}`, key);
  await app.get('/companies/comp_unknown', key);
  await app.get(`/companies/${company.id}`);
  const route = '/exchange/v1/companies/:id';
  const samples = await eventually('both classes', async () => {
    const all = await scrape(app);
    return all[count('GET', route, '4xx')] === 2 && all;
  });
  expect(samples[count('GET', route, '2xx')]).toBe(1);
  expect(samples[count('POST', '/exchange/v1/platform/companies', '2xx')]).toBe(1);
  expect(Object.keys(samples).filter((name) => name.includes(company.id))).toEqual([]);
});

it('puts paths that lead nowhere, and bodies that are none, under one label', async () => {
  for (let at = 0; at < 20; at++) await call('GET', `${app.url}/nowhere/${at}`);
  await app.post('/webhooks', key, '{"url":');
  const samples = await eventually('the twenty', async () => {
    const all = await scrape(app);
    return all[count('GET', 'none', '4xx')] === 20 && all;
  });
  expect(samples[count('POST', 'none', '4xx')]).toBe(1);
  expect(Object.keys(samples).filter((name) => name.includes('nowhere'))).toEqual([]);
});

it('tells clients that left from answers that were given', async () => {
  const server: Server = app.app.getHttpServer();
  const arrived = new Promise((resolve) => server.once('request', resolve));
  const half = request(`${app.url}/exchange/v1/webhooks`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': 1_000 },
  });
  half.on('error', () => undefined).write('{');
  await arrived;
  half.destroy();
  const left = count('POST', 'none', 'aborted');
  await eventually('it to count as left', async () => (await scrape(app))[left] === 1);
});
