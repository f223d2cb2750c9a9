import { once } from 'node:events';
import { connect as connectSocket, Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { connect } from 'node:tls';
import { SealedBox } from '../../../src/core/crypto/sealed-box';
import { TestApp } from '../../support/app';
import { greet, refusedGreeting } from '../../support/domains';
import { firstOrganizationId } from '../../support/events';
import { failedStart } from '../../support/failed-start';
import { freePort } from '../../support/server';
import { CertificateAuthority, IssuedCertificate } from '../../outbound/certificates';

const authority = new CertificateAuthority();
const ca = authority.certificate;
const own = authority.issue({ names: ['exchange.flowie.test'] });
const refused = 'ERR_SSL_TLSV1_UNRECOGNIZED_NAME';
let app: TestApp;
let port: number;

beforeAll(async () => {
  port = await freePort();
  app = await TestApp.start({ TLS_PORT: String(port), TLS_CERTIFICATE: own.cert, TLS_KEY: own.key });
});
afterAll(() => app.stop());

/** Writes a few bytes at a time. */
class InPieces extends Duplex {
  constructor(private readonly socket: Socket) {
    super();
    socket.setNoDelay().on('data', (data) => this.push(data));
    socket.on('close', () => this.destroy());
  }

  override _read(): void {}

  override _write(chunk: Buffer, encoding: string, done: () => void): void {
    this.socket.write(chunk.subarray(0, 100));
    if (chunk.length <= 100) return done();
    setImmediate(() => this._write(chunk.subarray(100), encoding, done));
  }
}

/** As the job leaves it, with a certificate of the test's own authority. */
async function serve(hostname: string, { cert, key }: IssuedCertificate): Promise<void> {
  const organizationId = await firstOrganizationId(app);
  await app.database.query('DELETE FROM custom_domains');
  await app.database.query(
    `INSERT INTO custom_domains (id, organization_id, claimed_live, hostname, status, claimed_at, verified_at, certificate, private_key)
     VALUES ('dom_1', $1, false, $2, 'active', now(), now(), $3, $4)`,
    [organizationId, hostname, cert, app.app.get(SealedBox).seal(key)],
  );
}

describe('TLS by server name', () => {
  it('serves the host of this service with the certificate of the settings', async () => {
    const { certificate, answer } = await greet(port, 'exchange.flowie.test', ca);
    expect([certificate.subjectaltname, answer]).toEqual(['DNS:exchange.flowie.test', 'HTTP/1.1 200 OK']);
  });

  it('serves a custom domain with its own; another one, and none, count from the next handshake on', async () => {
    const hostname = 'peppol.acme.com';
    const [first, second] = [authority.issue({ names: [hostname] }), authority.issue({ names: [hostname] })];
    const served = async () => (await greet(port, hostname, ca)).certificate.fingerprint256.replaceAll(':', '').toLowerCase(); // prettier-ignore
    await serve(hostname, first);
    expect(await served()).toBe(first.sha256);
    expect(await served()).toBe(first.sha256);
    await serve(hostname, second);
    expect(await served()).toBe(second.sha256);
    await app.database.query('DELETE FROM custom_domains');
    expect(await refusedGreeting(port, hostname, ca)).toBe(refused);

    await serve(hostname, first);
    app.clock.advance({ seconds: 6 });
    expect(await served()).toBe(first.sha256);
  });

  it('refuses names that are none of ours, in the words of the protocol', async () => {
    expect(await refusedGreeting(port, 'stranger.example.com', ca)).toBe(refused);
    expect(await refusedGreeting(port, 'sub.exchange.flowie.test', ca)).toBe(refused);
  });

  it('answers several requests on one connection', async () => {
    const socket = connect({ host: '127.0.0.1', port, servername: 'exchange.flowie.test', ca });
    await once(socket, 'secureConnect');
    expect(socket.getProtocol()).toBe('TLSv1.3');
    for (let request = 0; request < 3; request++) {
      socket.write('GET /health/liveness HTTP/1.1\r\nHost: exchange.flowie.test\r\n\r\n');
      expect(String((await once(socket, 'data'))[0])).toMatch(/^HTTP\/1.1 200 OK/);
    }
    socket.destroy();
  });

  it('ends what is no TLS, and takes a hello that comes in pieces', async () => {
    const plain = connectSocket(port, '127.0.0.1');
    plain.write('GET / HTTP/1.1\r\n\r\n');
    plain.resume();
    await once(plain, 'close');

    const slow = new InPieces(connectSocket(port, '127.0.0.1'));
    const secured = connect({ socket: slow, servername: 'exchange.flowie.test', ca });
    await once(secured, 'secureConnect');
    secured.destroy();
  });
});

describe('at the start', () => {
  it('a key that is not of the certificate is named', async () => {
    const { key } = authority.issue({ names: ['exchange.flowie.test'] });
    const { code, said } = await failedStart({ TLS_PORT: '0', TLS_CERTIFICATE: own.cert, TLS_KEY: key });
    expect(code).toBe(1);
    expect(said).toContain('TLS_KEY is not the private key of TLS_CERTIFICATE.');
  });

  it('name servers that are none are named', async () => {
    const { code, said } = await failedStart({ DNS_SERVERS: 'resolver.example.com' });
    expect(code).toBe(1);
    expect(said).toContain('DNS_SERVERS is "resolver.example.com" but must be addresses');
  });
});

it('at the end, connections that only wait are closed', async () => {
  const another = await freePort();
  const ending = await TestApp.start({
    TLS_PORT: String(another),
    TLS_CERTIFICATE: own.cert,
    TLS_KEY: own.key,
  });
  const silent = connectSocket(another, '127.0.0.1');
  const secured = connect({ host: '127.0.0.1', port: another, servername: 'exchange.flowie.test', ca });
  silent.on('error', () => undefined);
  secured.on('error', () => undefined);
  await once(secured, 'secureConnect');
  const closed = Promise.all([once(silent, 'close'), once(secured, 'close')]);
  await ending.stop();
  await closed;
});
