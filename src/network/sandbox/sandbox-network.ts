import { Injectable } from '@nestjs/common';
import { Clock } from '../../core/clock/clock';
import { Transactions } from '../../core/database/transaction';
import { JobsService } from '../../core/jobs/jobs.service';
import { NetworkError } from '../network-error.port';
import { Acceptance, NetworkGateway, Transmission, TransmissionOutcome } from '../network-gateway.port';
import { SandboxMessages } from './sandbox-messages';
import { scriptOf } from './sandbox-script';

export const deliveryJob = 'sandbox.deliver';

/** The network of test mode: in process, with companies registered here as recipients and everybody else an echo. */
@Injectable()
export class SandboxNetwork extends NetworkGateway {
  constructor(
    private readonly transactions: Transactions,
    private readonly messages: SandboxMessages,
    private readonly jobs: JobsService,
    private readonly clock: Clock,
  ) {
    super();
  }

  async submit(transmission: Transmission): Promise<Acceptance> {
    const { transmissionId, organizationId, livemode, receiver } = transmission;
    const { refusal, delaySeconds = 0 } = scriptOf(receiver) ?? {};
    if (refusal) throw new NetworkError(refusal.code, refusal.message, refusal.retryable);
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

  /** The sandbox tells by itself, through its listener. */
  outcome(): Promise<TransmissionOutcome> {
    return Promise.resolve({ state: 'under_way' });
  }
}
