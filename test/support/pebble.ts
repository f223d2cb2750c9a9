import { ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { CertificateAuthority } from '../outbound/certificates';
import { eventually } from './eventually';
import { freePort } from './server';

const script = join(__dirname, '../../scripts/pebble.mjs');
const certificateLifeSeconds = 90 * 24 * 3_600;

/** Where Pebble is, fetched when need be; says why it is not to be had. */
export function findPebble(): string | undefined {
  try {
    return execFileSync(process.execPath, [script], {
      timeout: 300_000,
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
  } catch (error) {
    process.stderr.write(`Skipped: ${(error as { stderr: string }).stderr.trim()}\n`);
    return undefined;
  }
}

/** Let's Encrypt's ACME server for tests, in a process of its own, as it comes: it rejects some nonces and looks for every proof. */
export class Pebble {
  private readonly authority = new CertificateAuthority('Pebble of the tests');
  private readonly agent = new Agent({ connect: { ca: this.authority.certificate } });

  private constructor(
    private readonly folder: string,
    private readonly port: number,
    private readonly managementPort: number,
    private child?: ChildProcess,
  ) {}

  /** `httpPort` is what it takes for port 80. */
  static async start(binary: string, { dns, httpPort }: { dns: string; httpPort: number }): Promise<Pebble> {
    const folder = mkdtempSync(join(tmpdir(), 'flowie-pebble-'));
    const pebble = new Pebble(folder, await freePort(), await freePort());
    await pebble.spawn(binary, dns, httpPort);
    return pebble;
  }

  /** The settings by which an instance gets its certificates here. */
  get settings(): Record<string, string> {
    return {
      ACME_DIRECTORY_URL: `https://localhost:${this.port}/dir`,
      ACME_CA: this.authority.certificate,
      ACME_EMAIL: 'operator@example.com',
    };
  }

  /** The root that all its certificates come from; another one at each start. */
  async root(): Promise<string> {
    const url = `https://localhost:${this.managementPort}/roots/0`;
    const { body } = await request(url, { dispatcher: this.agent });
    return body.text();
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child?.once('exit', resolve));
    this.child?.kill('SIGKILL');
    await ended;
    await this.agent.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async spawn(binary: string, dns: string, httpPort: number): Promise<void> {
    const { cert, key } = this.authority.issue({ names: ['localhost'] });
    const config = {
      listenAddress: `127.0.0.1:${this.port}`,
      managementListenAddress: `127.0.0.1:${this.managementPort}`,
      certificate: this.write('cert.pem', cert),
      privateKey: this.write('key.pem', key),
      httpPort,
      tlsPort: httpPort,
      ocspResponderURL: '',
      externalAccountBindingRequired: false,
      certificateValidityPeriod: certificateLifeSeconds,
    };
    const path = this.write('pebble.json', JSON.stringify({ pebble: config }));
    this.child = spawn(binary, ['-config', path, '-dnsserver', dns], {
      // Only the pauses go that Pebble makes before it looks.
      env: { ...process.env, PEBBLE_VA_NOSLEEP: '1', PEBBLE_VA_ALWAYS_VALID: '0' },
      stdio: 'ignore',
    });
    await eventually('Pebble to listen', () => this.root().then(Boolean, () => false));
  }

  private write(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }
}
