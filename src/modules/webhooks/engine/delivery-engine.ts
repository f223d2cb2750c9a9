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
import { Flight } from './flight';
import { Outcome } from './outcome';

const claimBatch = 250;
const settleBatch = 500;
const retryDelayMilliseconds = 500;
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
  private readonly flight: Flight;
  private readonly outcomes: SettledCall[] = [];
  private readonly wanted = new Set<Lane>();
  private claiming?: Promise<void>;
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
    this.flight = new Flight(settings.DELIVERY_IN_FLIGHT);
    this.sweep = new PeriodicTask('the sweep of deliveries', settings.SWEEP_INTERVAL_MS, () =>
      this.recover(),
    );
  }

  onApplicationBootstrap(): void {
    if (this.settings.ROLE === 'api') return;
    // What was just committed has had no attempt yet; retries come with the sweep.
    this.queue.listen(1, () => {
      this.wake('first');
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
    while (!this.flight.isEmpty) await new Promise((resolve) => setTimeout(resolve, 20));
    await this.settling;
  }

  private async recover(): Promise<void> {
    await this.deliveries.takeBackExpired(this.clock.now());
    await this.deliveries.holdStopped();
    this.wake(...lanes);
  }

  /** A wake-up that comes during a claim makes another follow it: what it announces may be younger than that claim's snapshot. */
  private wake(...these: Lane[]): void {
    for (const lane of these) this.wanted.add(lane);
    if (!this.stopping) this.claiming ??= this.claimAll();
  }

  /** Ends by itself in the step in which it finds nothing more asked for, so that no wake-up falls in between. */
  private async claimAll(): Promise<void> {
    while (this.wanted.size > 0 && !this.stopping) {
      for (const lane of [...this.wanted]) {
        this.wanted.delete(lane);
        try {
          await this.claimLane(lane);
        } catch (error) {
          this.logger.error({ err: error }, 'a claim failed; the sweep tries again');
        }
      }
    }
    this.claiming = undefined;
  }

  private async claimLane(lane: Lane): Promise<void> {
    const limit = Math.min(this.flight.freeSlots(lane), claimBatch);
    if (limit === 0) return;
    const now = this.clock.now();
    const { DELIVERY_TIMEOUT_MS, DELIVERY_LEASE_MARGIN_MS } = this.settings;
    const leaseUntil = new Date(now.getTime() + DELIVERY_TIMEOUT_MS + DELIVERY_LEASE_MARGIN_MS);
    const claim = await this.claims.claim(lane, limit, now, leaseUntil);
    if (this.flight.begin(lane, claim)) this.wanted.add(lane);
    for (const delivery of claim.deliveries) {
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
      this.flight.end(lane, delivery.webhook_id);
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
      if (await this.settle(batch)) this.land(batch);
      else this.outcomes.unshift(...batch);
    }
    this.settling = undefined;
  }

  private land(batch: SettledCall[]): void {
    let isAwaited = false;
    for (const { lane, outcome } of batch) isAwaited = this.flight.end(lane, outcome.webhookId) || isAwaited;
    if (isAwaited) this.wake(...lanes);
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
