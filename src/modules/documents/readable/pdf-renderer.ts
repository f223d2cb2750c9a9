import { Worker } from 'node:worker_threads';
import { Injectable, OnApplicationShutdown } from '@nestjs/common';
import { ApiError } from '../../../core/http/api-error';
import { PdfTask } from './readable-pdf';

/** Ten thousand lines take some three seconds. Milliseconds. */
const patience = 30_000;
const maximumWaiting = 50;
const retryAfterSeconds = 5;
const resourceLimits = { maxOldGenerationSizeMb: 512 };

type Report = { pdf: Uint8Array } | { failure: string };

/** Draws readable documents, one at a time, beside the thread that answers requests. */
@Injectable()
export class PdfRenderer implements OnApplicationShutdown {
  private thread?: Worker;
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  /** Throws RATE_LIMITED when too many wait already. */
  async render(task: PdfTask): Promise<Buffer> {
    if (this.waiting >= maximumWaiting) throw new ApiError('RATE_LIMITED', { retryAfter: retryAfterSeconds });
    this.waiting++;
    const mine = this.last.then(() => this.draw(task));
    this.last = mine.catch(() => undefined).finally(() => this.waiting--);
    return mine;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.thread?.terminate();
  }

  private draw(task: PdfTask): Promise<Buffer> {
    const thread = (this.thread ??= this.start());
    return new Promise<Buffer>((resolve, reject) => {
      const timer = setTimeout(() => void thread.terminate(), patience);
      const ended = () => reject(new Error('the thread that draws documents has ended'));
      thread.once('exit', ended);
      thread.once('message', (report: Report) => {
        clearTimeout(timer);
        thread.off('exit', ended);
        if ('pdf' in report) resolve(Buffer.from(report.pdf));
        else reject(new Error(report.failure));
      });
      thread.postMessage(task);
    });
  }

  private start(): Worker {
    const thread = new Worker(require.resolve('./pdf-worker'), { resourceLimits });
    thread.unref();
    thread.on('error', () => undefined).on('exit', () => (this.thread = undefined));
    return thread;
  }
}
