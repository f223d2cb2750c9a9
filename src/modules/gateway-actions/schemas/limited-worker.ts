import { Worker } from 'node:worker_threads';
import { SchemaFinding, SchemaReport, SchemaTask } from './schema-task';

export const taskLimits = {
  /** The largest schema takes 0.3 s, and three times that in a new worker on a busy machine. */
  compileMilliseconds: 3_000,
  /** Matching 1 MB of parameters takes some 10 ms; only patterns and references that multiply take longer. */
  matchMilliseconds: 1_000,
  /** Some 15 MB are in use at rest. */
  memory: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16 },
};

interface Assignment {
  task: SchemaTask;
  resolve: (finding: SchemaFinding) => void;
  reject: (error: Error) => void;
}

/** One thread that does one task at a time, and is ended by a task that takes more time or memory than it may. */
export class LimitedWorker {
  private readonly thread: Worker;
  private isReady = false;
  private lost = false;
  private assignment?: Assignment;
  private timer?: NodeJS.Timeout;

  constructor(private readonly limits = taskLimits) {
    const resourceLimits = limits.memory;
    this.thread = new Worker(require.resolve('./schema-worker'), { resourceLimits });
    this.thread.unref();
    this.thread.on('message', (report: SchemaReport) => this.hear(report));
    this.thread.on('error', (error) => this.lose(error));
    this.thread.on('exit', () => this.lose(new Error('the worker has ended')));
  }

  /** No further task can be given to it. */
  get isLost(): boolean {
    return this.lost;
  }

  run(task: SchemaTask): Promise<SchemaFinding> {
    return new Promise((resolve, reject) => {
      this.assignment = { task, resolve, reject };
      if (this.isReady) this.begin();
    });
  }

  async end(): Promise<void> {
    await this.thread.terminate();
  }

  private hear(report: SchemaReport): void {
    if (report === 'ready') {
      this.isReady = true;
      this.begin();
    } else if (report === 'compiled') this.limit(this.limits.matchMilliseconds);
    else this.settle()?.resolve(report);
  }

  /** Time counts from here, not from when the thread was started. */
  private begin(): void {
    if (!this.assignment) return;
    this.limit(this.limits.compileMilliseconds);
    this.thread.postMessage(this.assignment.task);
  }

  private limit(milliseconds: number): void {
    clearTimeout(this.timer);
    // When this thread itself was busy, the report may wait behind the timer: it is heard before the immediate.
    const timer = setTimeout(() => setImmediate(() => this.timer === timer && this.expire()), milliseconds);
    this.timer = timer;
  }

  private expire(): void {
    this.lost = true;
    void this.thread.terminate();
    this.settle()?.resolve({ exceeded: 'time' });
  }

  private lose(error: Error & { code?: string }): void {
    this.lost = true;
    const assignment = this.settle();
    if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') assignment?.resolve({ exceeded: 'complexity' });
    else assignment?.reject(error);
  }

  private settle(): Assignment | undefined {
    const assignment = this.assignment;
    this.assignment = undefined;
    clearTimeout(this.timer);
    this.timer = undefined;
    return assignment;
  }
}
