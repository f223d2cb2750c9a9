import { LaunchedStack, pidOf, query } from '../launcher/launched-stack';
import { eventually } from './eventually';

/** A PostgreSQL of the test's own, as durable as in production. When it dies, its launcher starts it again on the same port and data. */
export class OwnPostgres {
  private constructor(
    private readonly launcher: LaunchedStack,
    readonly url: string,
  ) {}

  static async start(): Promise<OwnPostgres> {
    const environment = { REDIS_URL: 'redis://another.example' };
    const launcher = new LaunchedStack(['--ephemeral', '--durable'], { environment });
    await eventually('PostgreSQL starts', () => launcher.output.includes('DATABASE_URL='), 60_000);
    return new OwnPostgres(launcher, (await launcher.urls()).database);
  }

  /** SIGQUIT is PostgreSQL's immediate stop; SIGKILL leaves it no time even for that. Resolves when it is back. */
  async die(signal: 'SIGQUIT' | 'SIGKILL'): Promise<void> {
    const before = this.pid;
    process.kill(before, signal);
    await eventually('PostgreSQL is back', () => this.hasAnother(before), 60_000);
  }

  stop(): Promise<void> {
    return this.launcher.end();
  }

  private async hasAnother(before: number): Promise<boolean> {
    if (this.pid === before) return false;
    return query(this.url, 'SELECT 1').then(
      () => true,
      () => false,
    );
  }

  private get pid(): number {
    const place = /data in (\S+)\/postgres/.exec(this.launcher.output)![1]!;
    return pidOf(place, this.launcher, 'postgres');
  }
}
