import { Injectable } from '@nestjs/common';
import { Metrics } from '../../../core/observability/metrics';
import { Outcome } from './outcome';

/** `failed`: it is tried again. `exhausted`: it is not. */
const resultLabels = {
  delivered: { result: 'delivered' },
  pending: { result: 'failed' },
  exhausted: { result: 'exhausted' },
} as const;

const fine = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What the engine counts of its work in this process. Called for every delivery, so it only adds to numbers. */
@Injectable()
export class DeliveryMetrics {
  private readonly relayLag;
  private readonly attempts;
  private readonly durations;
  private readonly latencies;

  constructor(metrics: Metrics) {
    this.relayLag = metrics.histogram({
      name: 'webhook_relay_lag_seconds',
      help: 'From the time at which a delivery is due until a worker takes it.',
      buckets: [...fine, 30, 60, 300, 1_800],
    });
    this.attempts = metrics.counter({
      name: 'webhook_attempts_total',
      help: 'Calls of receivers, by what came of them.',
      labelNames: ['result'],
    });
    this.durations = metrics.histogram({
      name: 'webhook_attempt_duration_seconds',
      help: 'Time that the call of a receiver takes.',
      buckets: [...fine, 20, 60],
    });
    this.latencies = metrics.histogram({
      name: 'webhook_event_to_receipt_seconds',
      help: 'From an event until its receiver has it, over all attempts.',
      buckets: [...fine, 30, 60, 300, 1_800, 7_200, 43_200, 172_800],
    });
    for (const labels of Object.values(resultLabels)) this.attempts.inc(labels, 0);
  }

  claimed(lagSeconds: number): void {
    this.relayLag.observe(lagSeconds);
  }

  attempted({ state, answer, latencyMilliseconds }: Outcome): void {
    this.attempts.inc(resultLabels[state]);
    this.durations.observe(answer.durationMilliseconds / 1_000);
    if (state === 'delivered') this.latencies.observe(latencyMilliseconds / 1_000);
  }
}
