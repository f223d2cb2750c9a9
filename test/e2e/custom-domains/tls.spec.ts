import { once } from 'node:events';
import { connect as connectSocket, Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { connect, TLSSocket } from 'node:tls';
import { SealedBox } from '../../../src/core/crypto/sealed-box';
import { TlsPatience } from '../../../src/network/tls/tls-patience';
import { TestApp } from '../../support/app';
import { greet, refusedGreeting } from '../../support/domains';
import { firstOrganizationId } from '../../support/events';
import { eventually } from '../../support/eventually';
import { failedStart } from '../../support/failed-start';
import { platformKey } from '../../support/scenario';
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

/** Says its hello and then neither hears nor says anything. */
class HelloAlone extends Duplex {
  private said = false;

  constructor(private readonly socket: Socket) {
    super();
    socket.on('close', () => this.destroy()).resume();
  }

  override _read(): void {}

  override _write(chunk: Buffer, encoding: string, done: () => void): void {
    if (!this.said) this.socket.write(chunk);
    this.said = true;
    done();
  }
}

/** An application of its own that only answers, as patient as usual but for these times. */
async function startWith(patience: Partial<TlsPatience>): Promise<{ app: TestApp; port: number }> {
  const port = await freePort();
  const settings = { ROLE: 'api', TLS_PORT: String(port), TLS_CERTIFICATE: own.cert, TLS_KEY: own.key };
  const useValue = { ...new TlsPatience(), ...patience };
  return { app: await TestApp.start(settings, [{ provide: TlsPatience, useValue }]), port };
}

async function secure(port: number): Promise<TLSSocket> {
  const socket = connect({ host: '127.0.0.1', port, servername: 'exchange.flowie.test', ca });
  socket.on('error', () => undefined);
  await once(socket, 'secureConnect');
  return socket;
}

const request = (path: string, ...headers: string[]) =>
  [`GET ${path} HTTP/1.1`, 'Host: exchange.flowie.test', ...headers, '', ''].join('\r\n');

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
    const socket = await secure(port);
    expect(socket.getProtocol()).toBe('TLSv1.3');
    for (let round = 0; round < 3; round++) {
      socket.write(request('/health/liveness'));
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

describe('who keeps the service waiting is cut off', () => {
  let hasty: Awaited<ReturnType<typeof startWith>>;
  beforeAll(async () => {
    hasty = await startWith({ handshake: 300, headers: 300, keepAlive: 1, look: 50 });
  });
  afterAll(() => hasty.app.stop());

  it('before the handshake, and in the midst of it', async () => {
    const silent = connectSocket(hasty.port, '127.0.0.1').resume();
    const halfway = connectSocket(hasty.port, '127.0.0.1');
    connect({ socket: new HelloAlone(halfway), servername: 'exchange.flowie.test', ca }).on(
      'error',
      () => undefined,
    );
    await Promise.all([once(silent, 'close'), once(halfway, 'close')]);
  });

  it.each([
    ['after it', ''],
    ['in the midst of the headers', 'GET /health/liveness HTTP/1.1\r\nHost:'],
    [
      'in the midst of the headers of a second request',
      `${request('/health/liveness')}GET / HTTP/1.1\r\nHost:`,
    ],
  ])('%s', async (_where, said) => {
    const socket = await secure(hasty.port);
    let heard = '';
    socket.on('data', (data) => (heard += String(data))).write(said);
    await once(socket, 'close');
    expect(heard).toMatch(/HTTP\/1\.1 408 Request Timeout\r\nConnection: close\r\n\r\n$/);
  });

  it('between two requests', async () => {
    const socket = await secure(hasty.port);
    let heard = '';
    socket.on('data', (data) => (heard += String(data))).write(request('/health/liveness'));
    await once(socket, 'close');
    expect(heard).toMatch(/^HTTP\/1\.1 200 OK/);
    expect(heard).not.toContain('408');
  });
});

describe('at the end', () => {
  it('connections that have been answered, or are meanwhile, are not waited for', async () => {
    const { app: ending, port: another } = await startWith({ keepAlive: 600_000, farewell: 600_000 });
    const [idle, busy] = [await secure(another), await secure(another)];
    idle.write(request('/health/liveness'));
    expect(String((await once(idle, 'data'))[0])).toMatch(/^HTTP\/1\.1 200 OK/);
    const asking = request(
      '/exchange/v1/platform/domain',
      `Authorization: Bearer ${await platformKey(ending)}`,
    );
    const answered = once(busy, 'data');
    const stopped = await ending.database.transaction(async (tx) => {
      await tx.query('LOCK TABLE custom_domains IN ACCESS EXCLUSIVE MODE');
      busy.write(asking);
      await eventually('the question to wait', () => isWaiting(ending));
      const stopping = ending.stop();
      await once(idle, 'close');
      return { stopping };
    });
    expect(String((await answered)[0])).toMatch(/^HTTP\/1\.1 404 Not Found/);
    await stopped.stopping;
  });

  it('those that have never asked are closed with the farewell', async () => {
    const { app: ending, port: another } = await startWith({ farewell: 100 });
    const silent = connectSocket(another, '127.0.0.1').on('error', () => undefined);
    const secured = await secure(another);
    const closed = Promise.all([once(silent, 'close'), once(secured, 'close')]);
    await ending.stop();
    await closed;
  });
});

async function isWaiting({ database }: TestApp): Promise<boolean> {
  const [{ waits }] = await database.query(
    `SELECT count(*) > 0 AS waits FROM pg_locks WHERE NOT granted AND relation = 'custom_domains'::regclass`,
  );
  return waits;
}
