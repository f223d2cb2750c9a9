import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { printEnvironmentExample, readSettings } from './read-settings';

const complete = {
  DATABASE_URL: 'postgres://localhost/flowie',
  REDIS_URL: 'redis://localhost:6379',
  JWT_SECRET: 'x'.repeat(32),
  SEALING_KEYS: `k1:${Buffer.alloc(32).toString('base64')}`,
};

describe('readSettings', () => {
  it('fills in the defaults and parses numbers', () => {
    const settings = readSettings({ ...complete, PORT: ' 8080 ' });
    expect(settings.PORT).toBe(8080);
    expect(settings.ROLE).toBe('all');
  });

  it('names every problem at once', () => {
    expect(() => readSettings({ PORT: '70000', ROLE: 'both', JWT_SECRET: 'short' })).toThrow(
      /PORT is "70000".*0 to 65535|ROLE is "both"/s,
    );
    expect(() => readSettings({})).toThrow(/DATABASE_URL is missing[^]*REDIS_URL is missing/);
  });

  it('refuses what is no whole number', () => {
    expect(() => readSettings({ ...complete, DATABASE_POOL_SIZE: '1e9' })).toThrow(/DATABASE_POOL_SIZE/);
    expect(() => readSettings({ ...complete, DATABASE_POOL_SIZE: '2.5' })).toThrow(/whole number/);
  });
});

it('.env.example equals the table of settings', () => {
  const file = readFileSync(join(__dirname, '../../../.env.example'), 'utf8');
  expect(file).toBe(printEnvironmentExample());
});
