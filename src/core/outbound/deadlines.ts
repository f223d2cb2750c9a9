import { EventEmitter } from 'node:events';

const tickMilliseconds = 100;

/** An undici abort signal: an emitter of `abort`, a third of the price of an AbortSignal with a timer of its own. */
export type Deadline = EventEmitter;

/** Ends calls that take longer than a fixed time. All have the same limit, so they expire in the order in which they began. */
export class Deadlines {
  private readonly open = new Map<Deadline, number>();
  private timer?: NodeJS.Timeout;

  constructor(private readonly limitMilliseconds: number) {}

  begin(): Deadline {
    const deadline = new EventEmitter();
    this.open.set(deadline, Date.now() + this.limitMilliseconds);
    this.timer ??= setInterval(() => this.expire(), tickMilliseconds).unref();
    return deadline;
  }

  end(deadline: Deadline): void {
    this.open.delete(deadline);
  }

  private expire(): void {
    const now = Date.now();
    for (const [deadline, at] of this.open) {
      if (at > now) return;
      this.open.delete(deadline);
      deadline.emit('abort');
    }
    if (this.open.size === 0) {
      clearInterval(this.timer);
      this.timer = undefined;
    }
  }
}
