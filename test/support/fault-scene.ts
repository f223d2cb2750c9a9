import { TestApp } from './app';
import { eventually } from './eventually';
import { freePort, ServerProcess } from './server';

/** Servers of the test's own; those around the test when absent. */
export interface Stores {
  DATABASE_URL: string;
  REDIS_URL: string;
  REDIS_PREFIX: string;
}

export interface Worker {
  /** Under which its connections stand in pg_stat_activity. */
  name: string;
  process: ServerProcess;
}

/** Four fifths of DELIVERY_IN_FLIGHT: the share of first attempts. */
export const callsOfAWorker = 32;

const commonSettings = {
  DELIVERY_TIMEOUT_MS: '2000',
  DELIVERY_LEASE_MARGIN_MS: '1000',
  DELIVERY_IN_FLIGHT: '40',
  DELIVERY_IN_FLIGHT_PER_WEBHOOK: '200',
};

/** An API process (this one) that appends events, and worker processes that deliver them and can be killed. */
export class FaultScene {
  readonly workers: Worker[] = [];
  private started = 0;

  private constructor(
    readonly app: TestApp,
    private readonly stores: Stores,
    private readonly settings: Record<string, string>,
  ) {}

  /** With settings over these: leases that are soon over, and so few calls a worker that each has its share. */
  static async start(settings: Record<string, string> = {}, stores?: Stores): Promise<FaultScene> {
    const all = { ...commonSettings, ...settings };
    const app = await TestApp.start({ ...all, ROLE: 'api', ...stores });
    const around = {
      DATABASE_URL: app.databaseUrl,
      REDIS_URL: process.env.REDIS_URL!,
      REDIS_PREFIX: `{${new URL(app.databaseUrl).pathname.slice(1)}}`,
    };
    return new FaultScene(app, stores ?? around, all);
  }

  /** Starts or kills workers until there are so many. */
  async staff(count: number): Promise<void> {
    while (this.workers.length > count) await this.kill(this.workers[0]!);
    const missing = Array.from({ length: count - this.workers.length }, () => this.startWorker());
    this.workers.push(...(await Promise.all(missing)));
  }

  async kill(worker: Worker): Promise<void> {
    this.workers.splice(this.workers.indexOf(worker), 1);
    await worker.process.kill();
  }

  async stop(): Promise<void> {
    await this.staff(0);
    await this.app.stop();
  }

  /** Stops the process in its tracks, at a moment at which it holds no lock that others would have to wait for. */
  async freeze({ name, process }: Worker): Promise<void> {
    await eventually(`${name} is between two transactions`, async () => {
      process.signal('SIGSTOP');
      if (await this.isIdle(name)) return true;
      process.signal('SIGCONT');
      return false;
    });
  }

  /** Postgres goes on with what a stopped process has sent it: only its answer to that shows where the process stands. */
  private isIdle(name: string): Promise<boolean> {
    return eventually(`${name} has no statement under way`, async () => {
      const states: Array<{ state: string }> = await this.app.database.query(
        `SELECT state FROM pg_stat_activity WHERE application_name = $1`,
        [name],
      );
      if (states.some(({ state }) => state === 'active')) return undefined;
      return { idle: states.every(({ state }) => state === 'idle') };
    }).then(({ idle }) => idle);
  }

  private async startWorker(): Promise<Worker> {
    const name = `worker-${++this.started}`;
    const database = { name, url: `${this.stores.DATABASE_URL}?application_name=${name}` };
    const process = await ServerProcess.start(database, await freePort(), {
      ...this.settings,
      ROLE: 'worker',
      REDIS_URL: this.stores.REDIS_URL,
      REDIS_PREFIX: this.stores.REDIS_PREFIX,
    });
    return { name, process };
  }
}
