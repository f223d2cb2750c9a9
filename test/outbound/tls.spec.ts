import { TLSSocket } from 'node:tls';
import { OutboundClient } from '../../src/core/outbound/outbound.client';
import { setImmediate as turn } from 'node:timers/promises';
import { eventually } from '../support/eventually';
import { CertificateAuthority, IssuedCertificate, selfSigned } from './certificates';
import { answer, clientWith, Listener, resolver } from './listener';

const authority = new CertificateAuthority();
const body = Buffer.from('{}');
const listeners: Listener[] = [];
let client: OutboundClient;

beforeEach(() => {
  client = clientWith({}, { ca: authority.certificate, lookup: resolver(['127.0.0.1']).lookup });
});
afterEach(async () => {
  await client.onApplicationShutdown();
  for (const listener of listeners.splice(0)) await listener.stop();
});

async function listen(certificate?: IssuedCertificate): Promise<Listener> {
  const listener = await Listener.start((socket) => socket.write(answer('ok')), certificate);
  listeners.push(listener);
  return listener;
}

async function errorOf(certificate: IssuedCertificate, host = 'hooks.example') {
  const listener = await listen(certificate);
  const answered = await client.post(`https://${host}:${listener.port}/`, {}, body);
  expect(answered).toMatchObject({ remoteAddress: '127.0.0.1', truncated: false });
  expect([answered.statusCode, answered.tls, listener.received]).toEqual([undefined, undefined, '']);
  return answered.error;
}

it('says which certificate and protocol an answer came over', async () => {
  const certificate = authority.issue({ names: ['hooks.example'] });
  const { port } = await listen(certificate);
  expect(await client.post(`https://hooks.example:${port}/`, {}, body)).toMatchObject({
    statusCode: 200,
    remoteAddress: '127.0.0.1',
    tls: {
      protocol: 'TLSv1.3',
      cipher: expect.stringMatching(/^TLS_/),
      certificateSha256: certificate.sha256,
      validTo: certificate.validTo,
    },
  });
});

it.each([
  ['self-signed', selfSigned({ names: ['hooks.example'] }), 'TLS certificate is self-signed'],
  [
    'expired',
    authority.issue({
      names: ['hooks.example'],
      from: new Date('2025-01-01'),
      until: new Date('2026-01-02'),
    }),
    'TLS certificate expired on 2026-01-02',
  ],
  [
    'not valid yet',
    authority.issue({
      names: ['hooks.example'],
      from: new Date('2048-02-03'),
      until: new Date('2049-01-01'),
    }),
    'TLS certificate is not valid before 2048-02-03',
  ],
  [
    'for another name',
    authority.issue({ names: ['other.example'] }),
    'TLS certificate is for other.example, not for hooks.example',
  ],
  [
    'for many others',
    authority.issue({ names: ['a.example', 'b.example', '*.c.example', 'd.example', 'e.example'] }),
    'TLS certificate is for a.example, b.example, *.c.example and 2 more, not for hooks.example',
  ],
  [
    'of an unknown issuer',
    new CertificateAuthority('Unknown authority').issue({ names: ['hooks.example'] }),
    'TLS certificate chain is incomplete',
  ],
])('refuses a certificate that is %s, and sends nothing', async (_what, certificate, error) => {
  expect(await errorOf(certificate)).toBe(error);
});

it('wants the address itself in the certificate when an address is called', async () => {
  expect(await errorOf(authority.issue({ names: ['hooks.example'] }), '127.0.0.1')).toBe(
    'TLS certificate is for hooks.example, not for 127.0.0.1',
  );
});

it('says when a port speaks no TLS', async () => {
  const plain = await Listener.start((socket) => socket.end(answer('plain')));
  listeners.push(plain);
  plain.onConnection((socket) => socket.write(answer('too early')));
  const { error } = await client.post(`https://hooks.example:${plain.port}/`, {}, body);
  expect(error).toBe('the receiver does not speak TLS on this port');
});

it('ends a handshake that never comes to an end', async () => {
  const silent = await Listener.start(() => undefined);
  listeners.push(silent);
  const answered = await client.post(`https://hooks.example:${silent.port}/`, {}, body, {
    timeoutMilliseconds: 300,
  });
  expect(answered).toMatchObject({
    error: 'timed out after 0.3 s while connecting',
    remoteAddress: '127.0.0.1',
  });
});

it('gives each call the facts of the socket that carried it, kept open or new', async () => {
  const certificates = ['one.example', 'two.example'].map((name) => authority.issue({ names: [name] }));
  const [one, two] = await Promise.all(certificates.map(listen));
  const plain = await listen();
  const urls = [`https://one.example:${one!.port}/`, `https://two.example:${two!.port}/`, plain.url];
  const fingerprints = [...certificates.map(({ sha256 }) => sha256), undefined];

  for (let round = 0; round < 5; round++) {
    const answers = await Promise.all(urls.map((url) => client.post(url, {}, body)));
    expect(answers.map(({ tls }) => tls?.certificateSha256)).toEqual(fingerprints);
    expect(answers.map(({ remoteAddress }) => remoteAddress)).toEqual(urls.map(() => '127.0.0.1'));
    await turn(); // a connection is free again once the turn of its answer is over
  }
  expect([one, two, plain].map((listener) => listener!.sockets.length)).toEqual([1, 1, 1]);
  expect(one!.received.match(/POST /g)).toHaveLength(5);
});

it('notices a new certificate as soon as it connects anew', async () => {
  const [old, renewed] = [0, 1].map(() => authority.issue({ names: ['hooks.example'] })) as [
    IssuedCertificate,
    IssuedCertificate,
  ];
  const listener = await listen(old);
  const url = `https://hooks.example:${listener.port}/`;
  const fingerprint = async () => (await client.post(url, {}, body)).tls?.certificateSha256;
  expect(await fingerprint()).toBe(old.sha256);
  listener.use(renewed);
  await turn();
  expect(await fingerprint()).toBe(old.sha256);
  (listener.sockets[0] as TLSSocket).destroy();
  await eventually('the new certificate is seen', async () => (await fingerprint()) === renewed.sha256);
});
