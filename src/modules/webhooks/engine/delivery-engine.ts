import {
  BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  OnApplicationBootstrap,
} from '@nestjs/common';
import { Clock } from '../../../core/clock/clock';
import { PeriodicTask } from '../../../core/clock/periodic-task';
import { Settings } from '../../../core/config/settings';
import { DELIVERY_QUEUE } from '../../../core/queue/queue.module';
import { WakeUpQueue } from '../../../core/queue/wake-up-queue';
import { DeliveriesRepository } from './deliveries.repository';
import { DeliveryAttempt } from './delivery-attempt';
import { ClaimedDelivery, DeliveryClaims, Lane } from './delivery-claims';
import { DeliveryMetrics } from './delivery-metrics';
import { DeliverySettlements } from './delivery-settlements';
import { Outcome } from './outcome';

const claimBatch = 250;
const settleBatch = 500;
const retryDelayMilliseconds = 500;
/** Of the calls in flight, how many each lane may have. */
const shares: Record<Lane, number> = { first: 0.8, retry: 0.2 };
const lanes: Lane[] = ['first', 'retry'];

interface SettledCall {
  lane: Lane;
  outcome: Outcome;
}

/**
 * The loop of a worker: woken by the bell or the sweep, it claims what is due, calls, and settles in batches. The rows in Postgres
 * are the only truth: this process may be killed at any point, and another goes on when the leases run out.
 */
@Injectable()
export class DeliveryEngine implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Deliveries');
  private readonly sweep: PeriodicTask;
  private readonly inFlight: Record<Lane, number> = { first: 0, retry: 0 };
  private readonly outcomes: SettledCall[] = [];
  private claiming?: Promise<void>;
  private claimAgain = false;
  private settling?: Promise<void>;
  private stopping = false;

  constructor(
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly claims: DeliveryClaims,
    private readonly attempt: DeliveryAttempt,
    private readonly settlements: DeliverySettlements,
    private readonly deliveries: DeliveriesRepository,
    private readonly metrics: DeliveryMetrics,
    @Inject(DELIVERY_QUEUE) private readonly queue: WakeUpQueue,
  ) {
    this.sweep = new PeriodicTask('the sweep of deliveries', settings.SWEEP_INTERVAL_MS, () =>
      this.recover(),
    );
  }

  onApplicationBootstrap(): void {
    if (this.settings.ROLE === 'api') return;
    this.queue.listen(1, () => {
      this.wake();
      return Promise.resolve();
    });
    this.sweep.start();
  }

  /** Claims no more, and waits until every open call is answered and settled. */
  async beforeApplicationShutdown(): Promise<void> {
    if (this.settings.ROLE === 'api') return;
    this.stopping = true;
    await this.sweep.stop();
    await this.queue.stopListening();
    await this.claiming;
    while (this.inFlight.first + this.inFlight.retry > 0)
      await new Promise((resolve) => setTimeout(resolve, 20));
    await this.settling;
  }

  private async recover(): Promise<void> {
    await this.deliveries.takeBackExpired(this.clock.now());
    await this.deliveries.holdStopped();
    this.wake();
  }

  /** A wake-up that comes during a claim makes another follow it: what it announces may be younger than that claim's snapshot. */
  private wake(): void {
    this.claimAgain = true;
    if (!this.stopping) this.claiming ??= this.claimAll();
  }

  /** Ends by itself in the step in which it finds nothing more asked for, so that no wake-up falls in between. */
  private async claimAll(): Promise<void> {
    while (this.claimAgain && !this.stopping) {
      this.claimAgain = false;
      try {
        for (const lane of lanes) await this.claimLane(lane);
      } catch (error) {
        this.logger.error({ err: error }, 'a claim failed; the sweep tries again');
      }
    }
    this.claiming = undefined;
  }

  private async claimLane(lane: Lane): Promise<void> {
    const free = Math.ceil(this.settings.DELIVERY_IN_FLIGHT * shares[lane]) - this.inFlight[lane];
    if (free <= 0) return;
    const now = this.clock.now();
    const { DELIVERY_TIMEOUT_MS, DELIVERY_LEASE_MARGIN_MS } = this.settings;
    const leaseUntil = new Date(now.getTime() + DELIVERY_TIMEOUT_MS + DELIVERY_LEASE_MARGIN_MS);
    const claimed = await this.claims.claim(lane, Math.min(free, claimBatch), now, leaseUntil);
    this.inFlight[lane] += claimed.length;
    for (const delivery of claimed) {
      this.metrics.claimed((now.getTime() - delivery.due_at.getTime()) / 1_000);
      void this.call(lane, delivery);
    }
  }

  private async call(lane: Lane, delivery: ClaimedDelivery): Promise<void> {
    try {
      const outcome = await this.attempt.make(delivery);
      this.metrics.attempted(outcome);
      this.outcomes.push({ lane, outcome });
      this.settling ??= this.settleAll();
    } catch (error) {
      this.inFlight[lane]--;
      this.logger.error(
        { err: error, delivery: delivery.id },
        'an attempt failed through our fault; it does not count',
      );
    }
  }

  /** Outcomes that come in while a batch is written make the next one: the busier, the larger the batches. */
  private async settleAll(): Promise<void> {
    while (this.outcomes.length > 0) {
      const batch = this.outcomes.splice(0, settleBatch);
      if (await this.settle(batch)) for (const { lane } of batch) this.inFlight[lane]--;
      else this.outcomes.unshift(...batch);
      this.wake();
    }
    this.settling = undefined;
  }

  /** Whether it is done with; at shutdown a failure is left to the lease, which another process waits for. */
  private async settle(batch: SettledCall[]): Promise<boolean> {
    try {
      const outcomes = batch.map(({ outcome }) => outcome);
      await this.settlements.settle(outcomes, this.clock.now());
      return true;
    } catch (error) {
      this.logger.error({ err: error }, 'a settlement failed');
      await new Promise((resolve) => setTimeout(resolve, retryDelayMilliseconds));
      return this.stopping;
    }
  }
}
