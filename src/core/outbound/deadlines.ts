const tickMilliseconds = 100;

interface Bounded {
  expire(): void;
}

/**
 * Ends calls that take longer than a fixed time. All have the same limit, so they expire in the order in which they began, and
 * one timer serves them all: a timer for each would cost a third of the calls a process can make.
 */
export class Deadlines {
  private readonly open = new Map<Bounded, number>();
  private timer?: NodeJS.Timeout;

  constructor(private readonly limitMilliseconds: number) {}

  begin(call: Bounded): void {
    this.open.set(call, performance.now() + this.limitMilliseconds);
    this.timer ??= setInterval(() => this.expire(), tickMilliseconds).unref();
  }

  end(call: Bounded): void {
    this.open.delete(call);
  }

  private expire(): void {
    const now = performance.now();
    for (const [call, at] of this.open) {
      if (at > now) return;
      this.open.delete(call);
      call.expire();
    }
    if (this.open.size === 0) {
      clearInterval(this.timer);
      this.timer = undefined;
    }
  }
}
