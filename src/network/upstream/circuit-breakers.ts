import { Injectable, Logger, OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { Clock } from '../../core/clock/clock';
import { Settings } from '../../core/config/settings';
import { outsideOfRequests } from '../../core/http/current-request';
import { PartState, Readiness } from '../../core/health/readiness';
import { Metrics } from '../../core/observability/metrics';
import { UpstreamRecovery } from '../upstream-recovery.port';
import { CircuitBreaker, CircuitOptions, circuitStates } from './circuit-breaker';

interface Circuit {
  breaker: CircuitBreaker;
  /** Nothing real is behind it, so an open one is no reason for worry. */
  imitated: boolean;
}

/** One circuit breaker by upstream, of this process, and what readiness and metrics say of them. */
@Injectable()
export class CircuitBreakers extends UpstreamRecovery implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Upstreams');
  private readonly circuits = new Map<string, Circuit>();
  private readonly handlers: Array<(upstream: string) => Promise<void>> = [];

  constructor(
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly readiness: Readiness,
    private readonly metrics: Metrics,
  ) {
    super();
  }

  onModuleInit(): void {
    this.readiness.report('upstreams', () => this.describe());
    this.metrics.gauge({
      name: 'upstream_circuit_state',
      help: 'Circuit breaker of an upstream in this process: 0 closed, 1 half open, 2 open.',
      label: 'upstream',
      read: () => Promise.resolve(this.numbers()),
    });
  }

  onApplicationShutdown(): void {
    for (const { breaker } of this.circuits.values()) breaker.stop();
  }

  onRecovered(handle: (upstream: string) => Promise<void>): void {
    this.handlers.push(handle);
  }

  run<Result>(upstream: string, work: () => Promise<Result>): Promise<Result> {
    return this.circuitOf(upstream, false).breaker.run(work);
  }

  /** For upstreams that the sandbox plays: the first failure opens, and readiness shows it without being worried. */
  imitate<Result>(upstream: string, work: () => Promise<Result>): Promise<Result> {
    return this.circuitOf(upstream, true).breaker.run(work);
  }

  private circuitOf(upstream: string, imitated: boolean): Circuit {
    let circuit = this.circuits.get(upstream);
    if (!circuit) {
      const { UPSTREAM_BREAKER_FAILURES: failures, UPSTREAM_BREAKER_RESET_SECONDS: seconds } = this.settings;
      const options: CircuitOptions = {
        name: upstream,
        failures: imitated ? 1 : failures,
        resetMilliseconds: seconds * 1_000,
      };
      const breaker = new CircuitBreaker(
        options,
        this.clock,
        () => void outsideOfRequests(() => this.recovered(upstream)),
      );
      this.circuits.set(upstream, (circuit = { breaker, imitated }));
    }
    return circuit;
  }

  private async recovered(upstream: string): Promise<void> {
    this.logger.log(`${upstream} answers again`);
    for (const handle of this.handlers) {
      await handle(upstream).catch((error: unknown) =>
        this.logger.warn({ err: error }, `after the recovery of ${upstream}`),
      );
    }
  }

  private describe(): PartState {
    const circuits = [...this.circuits];
    const down = circuits.some(([, { breaker, imitated }]) => !imitated && breaker.state !== 'closed');
    const states = circuits.map(([upstream, { breaker }]) => [upstream, breaker.state] as const);
    return { ...Object.fromEntries(states), status: down ? 'degraded' : 'up' };
  }

  private numbers(): Record<string, number> {
    const states = [...this.circuits].map(
      ([upstream, { breaker }]) => [upstream, circuitStates.indexOf(breaker.state)] as const,
    );
    return Object.fromEntries(states);
  }
}
