import { Logger } from '@nestjs/common';
import { Job, Queue } from 'bull';
import { outsideOfRequests } from '../http/current-request';

/** While Redis is away, calls wait in its client; beyond this many the sweep finds the work instead. */
const maximumOutstanding = 1_000;

interface WakeUp {
  id: string;
}

/**
 * A Bull queue that carries wake-ups: an id to look at, never the work itself. The row in Postgres says whether there is anything
 * to do, so a wake-up may come twice or never, and Redis may be emptied at any moment.
 */
export class WakeUpQueue {
  private readonly logger: Logger;
  private outstanding = 0;

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
      .catch((error: Error) => this.logger.error({ err: error }, 'the queue cannot be read'));
  }

  /** Stops taking wake-ups in this process and waits for those at work. */
  async stopListening(): Promise<void> {
    const paused = this.queue.pause(true, false);
    await this.queue.isReady();
    setImmediate(() => this.endBlockedReads());
    await paused;
  }

  /** Bull lets QUIT wait behind the read that blocks for half a second; nothing is lost when its connection just ends. */
  private endBlockedReads(): void {
    const clients: Array<{ blocked?: boolean; disconnect(): void }> = this.queue.clients;
    for (const client of clients) if (client.blocked) client.disconnect();
  }

  async ping(): Promise<void> {
    await this.queue.client.ping();
  }

  /** Runs a script in Redis that answers with numbers. */
  async evaluate(script: string, keys: readonly string[], parameters: readonly number[]): Promise<number[]> {
    return (await this.queue.client.eval(script, keys.length, ...keys, ...parameters)) as number[];
  }
}
