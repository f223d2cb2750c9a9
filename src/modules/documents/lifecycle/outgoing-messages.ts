import { Injectable } from '@nestjs/common';
import { Clock } from '../../../core/clock/clock';
import { sha256 } from '../../../core/crypto/digests';
import { newIdentifier } from '../../../core/crypto/identifiers';
import { Transaction } from '../../../core/database/transaction';
import { JobsService } from '../../../core/jobs/jobs.service';
import { Document } from '../document.entity';
import { Invoice } from '../formats/invoice';
import { messageOf, partiesOf } from './lifecycle-content';
import { LifecycleMessagesRepository } from './lifecycle-messages.repository';
import { Step } from './lifecycle-steps';
import { formatOf } from './message-format';

export const respondJob = 'documents.respond';

/** What the step says of how the other side learns of it. */
type Told = Pick<Step, 'messageId' | 'note' | 'issuedAt'>;

/** Writes what the other side is told, in the transaction of what it tells; Respond brings it there. */
@Injectable()
export class OutgoingMessages {
  constructor(
    private readonly repository: LifecycleMessagesRepository,
    private readonly jobs: JobsService,
    private readonly clock: Clock,
  ) {}

  /** `isPart`: of a payment, that it is not the whole. */
  async tell(
    tx: Transaction,
    document: Document,
    invoice: Invoice | undefined,
    step: Step,
    isPart: boolean,
  ): Promise<Told> {
    const issuedAt = this.clock.now();
    if (!invoice) return { issuedAt, note: 'The other side was not told: the document cannot be read.' };
    const id = newIdentifier('resp', issuedAt);
    const { sender, receiver } = partiesOf(document, invoice);
    const { kind, write, partialPayment } = formatOf(sender, receiver);
    const reasonCode = step.reasonCode ?? (isPart ? partialPayment : undefined);
    const message = messageOf(id, document, invoice, { ...step, reasonCode, issuedAt });
    const bytes = Buffer.from(write(message));
    const { organizationId, livemode, companyId, id: documentId } = document;
    await this.repository.insert(tx, {
      id,
      direction: 'outgoing',
      organizationId,
      livemode,
      companyId,
      documentId,
      messageId: null,
      ...kind,
      sender: sender.participantId,
      receiver: receiver.participantId,
      bytes,
      sha256: sha256(bytes),
      state: 'queued',
      errorCode: null,
      errorMessage: null,
      createdAt: issuedAt,
    });
    await this.jobs.enqueue(tx, { kind: respondJob, subjectId: id, organizationId, livemode });
    return { messageId: id, issuedAt };
  }
}
