import OpossumBreaker from 'opossum';
import { Clock } from '../../core/clock/clock';
import { NetworkError } from '../network-error.port';

export const circuitStates = ['closed', 'half_open', 'open'] as const;
export type CircuitState = (typeof circuitStates)[number];

export interface CircuitOptions {
  name: string;
  /** So many failures within a minute, more than half of all calls, open it. */
  failures: number;
  /** For so long it stays open; then one call tries whether the upstream is back. */
  resetMilliseconds: number;
}

const windowMilliseconds = 60_000;

/** Past any outage: our clock says when to try again, not a timer of the library. */
const never = 2 ** 31 - 1;

type Work = () => Promise<unknown>;

/**
 * Spares an upstream that is down, and those who would wait for it. Counting, opening and closing are opossum's; only the end of the
 * rest goes by the injected clock, by a new breaker that is born half open.
 */
export class CircuitBreaker {
  private breaker: OpossumBreaker<[Work]>;
  private openedAt = 0;
  /** The call that tries whether the upstream is back; settles with it, and never rejects. */
  private trial?: Promise<void>;

  constructor(
    private readonly options: CircuitOptions,
    private readonly clock: Clock,
    private readonly onClose: () => void,
  ) {
    this.breaker = this.build('closed');
  }

  get state(): CircuitState {
    if (this.breaker.opened) return 'open';
    return this.breaker.halfOpen ? 'half_open' : 'closed';
  }

  /**
   * Throws at once, with a retryable NetworkError, while it is open. Only retryable errors of the work count as failures. Who comes
   * during a trial waits for its end: being refused just before it succeeds would mean to wait for the next turn.
   */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.trial) await this.trial;
    else if (this.breaker.opened && this.rested) return this.try(work);
    return this.fire(work);
  }

  stop(): void {
    this.breaker.shutdown();
  }

  private try<Result>(work: () => Promise<Result>): Promise<Result> {
    this.replace('half_open');
    const result = this.fire(work);
    const ended = () => (this.trial = undefined);
    this.trial = result.then(ended, ended);
    return result;
  }

  private async fire<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return (await this.breaker.fire(work)) as Result;
    } catch (error) {
      if (!OpossumBreaker.isOurError(error as Error)) throw error;
      const message = `${this.options.name} is not called at present, because it failed again and again.`;
      throw new NetworkError('UPSTREAM_UNAVAILABLE', message, true);
    }
  }

  private get rested(): boolean {
    return this.clock.now().getTime() - this.openedAt >= this.options.resetMilliseconds;
  }

  private replace(state: CircuitState): void {
    this.breaker.shutdown();
    this.breaker = this.build(state);
  }

  private build(state: CircuitState): OpossumBreaker<[Work]> {
    const options = {
      name: this.options.name,
      timeout: false as const,
      resetTimeout: never,
      volumeThreshold: this.options.failures,
      errorThresholdPercentage: 50,
      rollingCountTimeout: windowMilliseconds,
      rollingPercentilesEnabled: false,
      enableSnapshots: false,
      errorFilter: (error: unknown) => error instanceof NetworkError && !error.retryable,
      state: { closed: state === 'closed', halfOpen: state === 'half_open' },
    };
    const breaker = new OpossumBreaker<[Work]>((work) => work(), options);
    breaker.on('open', () => (this.openedAt = this.clock.now().getTime()));
    breaker.on('close', this.onClose);
    return breaker;
  }
}
