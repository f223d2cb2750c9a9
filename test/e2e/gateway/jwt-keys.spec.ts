import { JwtService } from '@nestjs/jwt';
import { readSettings } from '../../../src/core/config/read-settings';
import { readJwtKeys } from '../../../src/modules/gateway-actions/jwt-keys';
import { TestApp } from '../../support/app';
import { createApiToken, exchange, gateway } from './gateway';

const older = 'an older key of the gateway of more than 32 characters';
const newer = 'a newer key of the gateway of more than 32 characters';
const start = (keys: string) => TestApp.start({ GATEWAY_JWT_KEYS: keys });
const kidOf = (jwt: string) => JSON.parse(Buffer.from(jwt.split('.')[0]!, 'base64url').toString()).kid;

it('a new key signs, the older one opens what it has signed, until it is taken out', async () => {
  const app = await start(`k2:${newer}, k1:${older}`);
  const { api_token } = await createApiToken(app);
  const jwt = (await exchange(app, api_token)).body.jwt_token as string;
  expect(kidOf(jwt)).toBe('k2');
  const status = async (token: string) => (await gateway(app, 'GET', '/actions', { key: token })).status;
  const claims = JSON.parse(Buffer.from(jwt.split('.')[1]!, 'base64url').toString());
  const sign = (secret: string, keyid?: string) =>
    new JwtService({}).sign(claims, { algorithm: 'HS256', secret, ...(keyid && { keyid }) });
  expect(await status(jwt)).toBe(200);
  expect(await status(sign(older, 'k1'))).toBe(200);
  for (const forged of [sign(older, 'k2'), sign(newer, 'k1'), sign(older, 'k0'), sign(newer)])
    expect(await status(forged)).toBe(401);
  await app.stop();
});

it('without the setting JWTs name no key, and a key called default opens them later', async () => {
  const app = await start('');
  const { api_token } = await createApiToken(app);
  expect(kidOf((await exchange(app, api_token)).body.jwt_token)).toBeUndefined();
  await app.stop();
});

it.each(['k1', 'k1:short', `k1:${older},k1:${newer}`, `:${older}`])(
  '%s ends the start with a sentence',
  (keys) => {
    const settings = readSettings({
      DATABASE_URL: 'postgres://nowhere/x',
      REDIS_URL: 'redis://nowhere',
      JWT_SECRET: older,
      SEALING_KEYS: `k1:${Buffer.alloc(32).toString('base64')}`,
      GATEWAY_JWT_KEYS: keys,
    });
    expect(() => readJwtKeys(settings)).toThrow(/^GATEWAY_JWT_KEYS must/);
  },
);
