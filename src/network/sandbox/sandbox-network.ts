import { Injectable } from '@nestjs/common';
import { Clock } from '../../core/clock/clock';
import { Transactions } from '../../core/database/transaction';
import { JobsService } from '../../core/jobs/jobs.service';
import { NetworkError } from '../network-error.port';
import { Acceptance, NetworkGateway, Transmission, TransmissionOutcome } from '../network-gateway.port';
import { CircuitBreakers } from '../upstream/circuit-breakers';
import { SandboxMessages } from './sandbox-messages';
import { deliveryJob, Refusal, scriptOf } from './sandbox-script';

/** The network of test mode: in process, with companies registered here as recipients and everybody else an echo. */
@Injectable()
export class SandboxNetwork extends NetworkGateway {
  constructor(
    private readonly transactions: Transactions,
    private readonly messages: SandboxMessages,
    private readonly jobs: JobsService,
    private readonly breakers: CircuitBreakers,
    private readonly clock: Clock,
  ) {
    super();
  }

  async submit(transmission: Transmission): Promise<Acceptance> {
    const { transmissionId, organizationId, livemode, receiver } = transmission;
    const { refusal, delaySeconds = 0 } = scriptOf(receiver) ?? {};
    if (refusal) return this.refuse(receiver, refusal);
    const now = this.clock.now();
    await this.transactions.run(async (tx) => {
      if (!(await this.messages.insert(tx, transmission, now))) return;
      const runAt = new Date(now.getTime() + delaySeconds * 1_000);
      await this.jobs.enqueue(tx, {
        kind: deliveryJob,
        subjectId: transmissionId,
        organizationId,
        livemode,
        runAt,
      });
    });
    return { messageId: transmissionId };
  }

  /** What is refused for now is an outage: of an upstream of this one recipient, with a circuit breaker that nobody else feels. */
  private async refuse(receiver: string, { code, message, retryable }: Refusal): Promise<never> {
    const error = new NetworkError(code, message, retryable);
    if (!retryable) throw error;
    return this.breakers.imitate(`sandbox ${receiver}`, () => Promise.reject(error));
  }

  /** The sandbox tells by itself, through its listener. */
  outcome(): Promise<TransmissionOutcome> {
    return Promise.resolve({ state: 'under_way' });
  }
}
