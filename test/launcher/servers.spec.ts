import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning, launcherTests, pidOf, query, redisSays } from './launched-stack';

const { folder, start } = launcherTests({ shareFolder: true });
it('the servers start, end with the launcher, and keep data and secrets for the next time', async () => {
  const first = start(['--data', folder()]);
  const urls = await first.urls();
  await query(urls.database, 'CREATE TABLE kept AS SELECT 7 AS number');
  expect(await redisSays(urls.redis, 'SET kept 7')).toBe('+OK\r\n');
  const secrets = readFileSync(join(folder(), 'secrets.json'), 'utf8');
  const pids = ['postgres', 'redis'].map((name) => pidOf(folder(), first, name));

  first.kill('SIGINT');
  expect(await first.ended()).toBe(0);
  expect(pids.map(isRunning)).toEqual([false, false]);
  expect(existsSync(join(folder(), 'owner.json'))).toBe(false);

  const second = await start(['--data', folder()]).urls();
  expect(await query(second.database, 'SELECT number FROM kept')).toEqual([{ number: 7 }]);
  expect(await redisSays(second.redis, 'GET kept')).toBe('$1\r\n7\r\n');
  expect(readFileSync(join(folder(), 'secrets.json'), 'utf8')).toBe(secrets);
});

it('they listen on loopback only, and are as durable as in production', async () => {
  const { database, redis } = await start(['--data', folder()]).urls();
  const names = [
    'server_encoding',
    'max_connections',
    'listen_addresses',
    'unix_socket_directories',
    'fsync',
  ];
  const settings = await query(
    database,
    `SELECT ${names.map((name) => `current_setting('${name}') AS ${name}`).join()}`,
  );
  expect(settings).toEqual([
    {
      server_encoding: 'UTF8',
      max_connections: '200',
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      fsync: 'on',
    },
  ]);
  expect(await redisSays(redis, 'CONFIG GET bind')).toContain('\r\n127.0.0.1\r\n');
  expect(await redisSays(redis, 'CONFIG GET appendonly')).toContain('\r\nyes\r\n');
  expect(await redisSays(redis, 'CONFIG GET maxmemory-policy')).toContain('\r\nnoeviction\r\n');
  const withoutPassword = database.replace(/:[^:@]+@/, ':wrong@');
  await expect(query(withoutPassword, 'SELECT 1')).rejects.toThrow(/password authentication failed/);
  expect(statSync(join(folder(), 'secrets.json')).mode & 0o777).toBe(0o600);
});

it('with --ephemeral they keep nothing, and leave no folder behind', async () => {
  const stack = start(['--ephemeral']);
  const { database, redis } = await stack.urls();
  expect(await query(database, 'SHOW fsync')).toEqual([{ fsync: 'off' }]);
  expect(await redisSays(redis, 'CONFIG GET appendonly')).toContain('\r\nno\r\n');
  const place = /data in (\S+)\/postgres/.exec(stack.output)![1]!;
  expect(existsSync(place)).toBe(true);
  await stack.end();
  expect(existsSync(place)).toBe(false);
});
