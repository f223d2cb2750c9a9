import { Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { AddressGuard } from '../../src/core/outbound/address-guard';
import { Connection } from '../../src/core/outbound/connection';
import { guardedConnector } from '../../src/core/outbound/guarded-connector';
import { OutboundClient } from '../../src/core/outbound/outbound.client';
import { eventually } from '../support/eventually';
import { answer, clientWith, Listener, resolver } from './listener';

const secret = 'what only this machine should read';
const body = Buffer.from('{}');
let listener: Listener;
const clients: OutboundClient[] = [];

function client(...options: Parameters<typeof clientWith>): OutboundClient {
  const made = clientWith(...options);
  clients.push(made);
  return made;
}

beforeEach(async () => {
  listener = await Listener.start((socket) => socket.write(answer(secret)));
});

afterEach(async () => {
  for (const made of clients.splice(0)) await made.onApplicationShutdown();
  await listener.stop();
});

it.each([
  ...['127.0.0.1', '2130706433', '0x7f000001', '0x7f.1', '017700000001', '0177.0.0.1', '127.1', '127.0.1'],
  ...['①②⑦.⓪.⓪.①', '127.0.0.1.', 'user:secret@127.0.0.1', '[::1]', '[::]', '0.0.0.0', '0'],
  ...['[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::127.0.0.1]', '[64:ff9b::7f00:1]', 'localhost'],
])('reaches nothing of this machine by http://%s', async (host) => {
  const answered = await client({ opened: '' }).post(`http://${host}:${listener.port}/`, {}, body);
  expect(answered).toEqual({
    truncated: false,
    error: 'address not allowed',
    remoteAddress: undefined,
    tls: undefined,
    durationMilliseconds: expect.any(Number),
  });
  expect(listener.sockets).toHaveLength(0);
});

it('refuses a name of which one address is bad', async () => {
  const { lookup } = resolver(['127.0.0.1', '10.0.0.1']);
  const { error } = await client({}, { lookup }).post(`http://hooks.example:${listener.port}/`, {}, body);
  expect([error, listener.sockets.length]).toEqual(['address not allowed', 0]);
});

it.each(['10.0.0.1', '169.254.169.254'])('judges a name anew when it moves to %s', async (moved) => {
  const { lookup, asked } = resolver(['127.0.0.1'], [moved]);
  const outbound = client({}, { lookup });
  const url = `http://hooks.example:${listener.port}/`;
  const first = await outbound.post(url, {}, body);
  expect([first.statusCode, first.remoteAddress, asked.length]).toEqual([200, '127.0.0.1', 1]);
  await turn(); // a connection is free again once the turn of its answer is over
  expect((await outbound.post(url, {}, body)).statusCode).toBe(200);
  expect(asked).toHaveLength(1);

  listener.sockets[0]!.destroy();
  const refused = await eventually('the connection is gone', async () => {
    const next = await outbound.post(url, {}, body);
    return asked.length > 1 && next;
  });
  expect([refused.error, refused.body, refused.remoteAddress]).toEqual([
    'address not allowed',
    undefined,
    undefined,
  ]);
  expect(listener.sockets).toHaveLength(1);
});

it('judges the socket once more, and sends it nothing when it led elsewhere', async () => {
  class ChangedGuard extends AddressGuard {
    private judged = 0;
    override allows(address: string): boolean {
      return this.judged++ === 0 && super.allows(address);
    }
  }
  const { lookup } = resolver(['127.0.0.1']);
  const connection: Connection = { remoteAddress: 'of the socket before' };
  const connect = guardedConnector(new ChangedGuard('127.0.0.1'), 5_000, { lookup });
  const target = { protocol: 'http:', hostname: 'hooks.example', port: String(listener.port) };
  const result = await new Promise<[Error | null, Socket | null]>((resolve) =>
    connect(target, connection, (...given) => resolve(given)),
  );
  expect(result).toEqual([new Error('address not allowed'), null]);
  expect(connection).toEqual({});
  await eventually('the socket is closed', () => listener.sockets.every(({ destroyed }) => destroyed));
  expect(listener.received).toBe('');
});

it.each([301, 302, 303, 307, 308])('follows no %i, not even to itself', async (status) => {
  const location = `Location: ${listener.url}\r\n`;
  const loop = await Listener.start((socket) => socket.write(answer('moved', location, `${status} Moved`)));
  const answered = await client().post(loop.url, {}, body);
  expect([answered.statusCode, answered.body?.toString()]).toEqual([status, 'moved']);
  expect(loop.received.match(/POST /g)).toHaveLength(1);
  expect(listener.sockets).toHaveLength(0);
  await loop.stop();
});

it('says what else is wrong with an address', async () => {
  const free = await Listener.start(() => undefined);
  const { url } = free;
  await free.stop();
  const unknown: NodeJS.ErrnoException = Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
  const nameless = client({}, { lookup: (_name, _options, callback) => callback(unknown, []) });
  expect((await client().post(url, {}, body)).error).toBe('connection refused');
  expect((await nameless.post('http://nowhere.example/', {}, body)).error).toBe('DNS name not found');
  expect((await client().post('not a url', {}, body)).error).toBe('not a valid URL');
  expect((await client().post(listener.url, { 'bad header': 'x' }, body)).error).toBe(
    'the request is not valid HTTP',
  );
});
