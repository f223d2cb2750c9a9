import process from 'node:process';
import { request } from 'undici';
import { invoice } from '../scripts/demo/invoice.mjs';

/** A limit that counts as in production and is never reached. */
export const account = {
  ADMIN_EMAIL: 'bench@example.com',
  ADMIN_PASSWORD: 'only for the benchmark',
  RATE_LIMIT_PER_MINUTE: '10000000',
};

/** A company that is on the network, the keys to act for it, and calls with them. */
export async function newTenant(url) {
  const api = (method, path, key, body) => call(`${url}/exchange/v1${path}`, method, key, body);
  const credentials = { email: account.ADMIN_EMAIL, password: account.ADMIN_PASSWORD };
  const { accessToken } = await api('POST', '/auth/login', undefined, credentials);
  const wish = { name: 'bench', scopes: ['*'], keyType: 'platform', mode: 'test' };
  const platform = (await api('POST', '/api-keys', accessToken, wish)).key;
  const tenant = {
    vatNumber: `FR${String(Date.now()).slice(-11)}`,
    name: 'Bench SARL',
    apiKey: { name: 'bench', scopes: ['*'] },
  };
  const { company, apiKey } = await api('POST', '/platform/companies', platform, tenant);
  return {
    companyId: company.id,
    platform,
    key: apiKey.key,
    newWebhook: (address, events) => api('POST', '/webhooks', apiKey.key, { url: address, events }),
    isRegistered: async () => (await api('GET', `/companies/${company.id}`, platform)).smpRegistered,
  };
}

/** An action of the gateway that answers at that address, and how to execute it. */
export async function newAction(url, address) {
  const api = (method, path, key, body) => call(`${url}${path}`, method, key, body);
  const credentials = { email: account.ADMIN_EMAIL, password: account.ADMIN_PASSWORD };
  const { accessToken } = await api('POST', '/exchange/v1/auth/login', undefined, credentials);
  const gateway = '/api/v1/gateway';
  const { api_token } = await api('POST', `${gateway}/api-tokens`, accessToken, { name: 'bench' });
  const { jwt_token } = await api('POST', `${gateway}/token/exchange`, undefined, { api_token });
  const name = 'bench_action';
  const action = { name, description: 'Takes its time', webhook_url: address, json_schema: {} };
  await api('POST', `${gateway}/actions`, jwt_token, action);
  return () => api('POST', `${gateway}/actions/${name}/execute`, jwt_token, { parameters: {} });
}

let numbers = 0;

/** A new invoice each time, to the company or the recipient given. */
export function sendRequest(key, to) {
  const number = `B${process.pid}-${++numbers}`;
  return {
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'idempotency-key': number,
    },
    body: JSON.stringify({ type: 'invoice', to, document: invoice(number) }),
  };
}

async function call(address, method, key, body) {
  const headers = {
    ...(key && { authorization: `Bearer ${key}` }),
    ...(body && { 'content-type': 'application/json' }),
  };
  const response = await request(address, { method, headers, body: body && JSON.stringify(body) });
  const text = await response.body.text();
  if (response.statusCode >= 300)
    throw new Error(`${method} ${address} answered ${response.statusCode}: ${text}`);
  return JSON.parse(text);
}
