import { Injectable } from '@nestjs/common';
import { Clock } from '../../core/clock/clock';
import { Transactions } from '../../core/database/transaction';
import { JobsService } from '../../core/jobs/jobs.service';
import { EchoWriter } from '../echo-writer.port';
import { messageKinds } from '../message-kinds.port';
import { SandboxMessage, SandboxMessages } from './sandbox-messages';
import { Answer, deliveryJob } from './sandbox-script';

/**
 * What magic recipients make of a document that reached them: messages like anybody's, which the sandbox delivers like any other
 * when their time has come.
 */
@Injectable()
export class SandboxAnswers {
  constructor(
    private readonly transactions: Transactions,
    private readonly messages: SandboxMessages,
    private readonly jobs: JobsService,
    private readonly writer: EchoWriter,
    private readonly clock: Clock,
  ) {}

  async give(document: SandboxMessage, answers: readonly Answer[]): Promise<void> {
    for (const answer of answers) await this.send(document, answer);
  }

  private async send(document: SandboxMessage, { afterSeconds, ...answer }: Answer): Promise<void> {
    const { organizationId, sender: receiver, receiver: sender } = document;
    const now = this.clock.now();
    const runAt = new Date(now.getTime() + afterSeconds * 1_000);
    const id = `${document.id}-${answer.status}`;
    const payload = this.writer.answer(document.payload, {
      id,
      issuedAt: runAt,
      ...answer,
      sender,
      receiver,
    });
    if (!payload) return;
    await this.transactions.run(async (tx) => {
      const message = { transmissionId: id, organizationId, livemode: false, senderCountry: 'BE' };
      const whole = { ...message, ...messageKinds.invoiceResponse, sender, receiver, payload };
      if (!(await this.messages.insert(tx, whole, now))) return;
      await this.jobs.enqueue(tx, {
        kind: deliveryJob,
        subjectId: id,
        organizationId,
        livemode: false,
        runAt,
      });
    });
  }
}
