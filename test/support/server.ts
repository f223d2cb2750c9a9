import { ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call } from './http';
import { eventually } from './eventually';
import { TestDatabase } from './database';

const built = join(__dirname, '../../dist/main.js');

/** A built server in a process of its own, so that a test can kill it as a machine would, or read its log. */
export class ServerProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  static async start(
    database: Pick<TestDatabase, 'name' | 'url'>,
    port: number,
    settings: Record<string, string> = {},
    output: 'inherit' | number = 'inherit',
  ): Promise<ServerProcess> {
    const environment = { ...process.env, ...serverSettings(database, port), ...settings };
    const child = spawn(process.execPath, [built], {
      env: environment,
      stdio: ['ignore', output, output],
    });
    const url = `http://127.0.0.1:${port}`;
    await eventually('the server listens', () => call('GET', `${url}/health/liveness`).then(({ status }) => status === 200, () => false), 30_000); // prettier-ignore
    return new ServerProcess(child, url);
  }

  /** SIGSTOP and SIGCONT: the process stays. */
  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** SIGKILL: nothing is flushed, nothing is said goodbye to. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill(signal);
    await ended;
  }
}

/**
 * Below the range from which systems take the ports of outgoing connections: while a server restarts, the many tries to reach it
 * would else take its port sooner or later, even by connecting to themselves.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(15_000, 32_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

function serverSettings(database: Pick<TestDatabase, 'name' | 'url'>, port: number): Record<string, string> {
  return {
    HOST: '127.0.0.1',
    PORT: String(port),
    DATABASE_URL: database.url,
    REDIS_PREFIX: `{${database.name}}`,
    JWT_SECRET: 'a secret for tests only, of more than 32 characters',
    SEALING_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
    ADMIN_PASSWORD: 'correct horse battery staple',
    OUTBOUND_ALLOWED_CIDRS: '127.0.0.0/8',
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent',
    SWEEP_INTERVAL_MS: '200',
    RATE_LIMIT_PER_MINUTE: '1000000',
    RATE_LIMIT_PUBLIC_PER_MINUTE: '1000000',
    RATE_LIMIT_FAILURES_PER_MINUTE: '1000000',
    DELIVERY_TIMEOUT_MS: '2000',
    MAIL_OUTBOX: join(tmpdir(), `${database.name}-mails`),
  };
}
