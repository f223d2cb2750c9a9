import { setTimeout as rest } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { Job, Queue } from 'bull';
import { outsideOfRequests } from '../http/current-request';

/** While Redis is away, calls wait in its client; beyond this many the sweep finds the work instead. */
const maximumOutstanding = 1_000;

/** Milliseconds that the end of a process waits for reading to begin. */
const patience = 500;
const pollMilliseconds = 5;

interface WakeUp {
  id: string;
}

/**
 * Bull's connection that reads. To stop, it sends QUIT, which waits behind the read that blocks for half a second, and connects anew, which
 * nobody needs when the process ends, and which its own QUIT may interrupt: here the connection just ends, and stays so. Nothing is lost.
 */
interface Reading {
  bclientInitialized?: boolean;
  bclient: { status: string; connect(): Promise<void>; disconnect(): void };
}

/**
 * A Bull queue that carries wake-ups: an id to look at, never the work itself. The row in Postgres says whether there is anything
 * to do, so a wake-up may come twice or never, and Redis may be emptied at any moment.
 */
export class WakeUpQueue {
  private readonly logger: Logger;
  private outstanding = 0;
  private stopping = false;

  constructor(private readonly queue: Queue<WakeUp>) {
    this.logger = new Logger(`Queue ${queue.name}`);
    queue.on('error', (error) => this.logger.warn(`Redis: ${error.message}`));
    queue.on('failed', (job: Job<WakeUp>, error) =>
      this.logger.error({ err: error }, `wake-up ${job.data.id} failed`),
    );
    queue.on('stalled', (job: Job<WakeUp>) => this.logger.warn(`wake-up ${job.data.id} stalled`));
  }

  /**
   * Announces the id after the delay in milliseconds; never fails, since the sweep finds what was not announced. A `uniqueId` keeps a
   * repeated announcement from queueing twice.
   */
  async announce(id: string, { uniqueId, delay }: { uniqueId?: string; delay?: number } = {}): Promise<void> {
    if (this.outstanding >= maximumOutstanding) return;
    this.outstanding++;
    try {
      await this.queue.add({ id }, { jobId: uniqueId, delay, removeOnComplete: true, removeOnFail: true });
    } catch (error) {
      this.logger.warn(`a wake-up was not announced, the sweep will find it: ${(error as Error).message}`);
    } finally {
      this.outstanding--;
    }
  }

  /** Handles wake-ups, up to `concurrency` at a time, until the application shuts down. */
  listen(concurrency: number, handle: (id: string) => Promise<void>): void {
    void this.queue
      .process(concurrency, (job) => outsideOfRequests(() => handle(job.data.id)))
      .catch((error: Error) => {
        if (!this.stopping) this.logger.error({ err: error }, 'the queue cannot be read');
      });
  }

  /** Stops taking wake-ups in this process and waits for those at work. */
  async stopListening(): Promise<void> {
    this.stopping = true;
    const reader = await this.reader();
    if (!reader) return;
    reader.connect = () => Promise.resolve();
    const paused = this.queue.pause(true, false);
    setImmediate(() => reader.disconnect());
    await paused;
  }

  /** Once it reads: while Bull still prepares that, it takes a connection that ends for a failure. None while Redis is away. */
  private async reader(): Promise<Reading['bclient'] | undefined> {
    const queue = this.queue as unknown as Reading;
    for (let waited = 0; waited < patience; waited += pollMilliseconds) {
      if (queue.bclientInitialized && queue.bclient.status === 'ready') return queue.bclient;
      await rest(pollMilliseconds);
    }
    return undefined;
  }

  async ping(): Promise<void> {
    await this.queue.client.ping();
  }

  /** Runs a script in Redis that answers with numbers. */
  async evaluate(script: string, keys: readonly string[], parameters: readonly number[]): Promise<number[]> {
    return (await this.queue.client.eval(script, keys.length, ...keys, ...parameters)) as number[];
  }
}
