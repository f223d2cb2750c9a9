import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { newIdentifier } from '../crypto/identifiers';
import { Transaction } from '../database/transaction';
import { JobsService } from '../jobs/jobs.service';
import { NewMail } from './mail';
import { MailsRepository } from './mails.repository';

export const mailJob = 'mail.send';

@Injectable()
export class MailService {
  constructor(
    private readonly repository: MailsRepository,
    private readonly jobs: JobsService,
    private readonly clock: Clock,
  ) {}

  /**
   * Records a mail in the caller's transaction; it goes out once that is committed. Never refuses what it is given, since a mail
   * must not undo what it tells of. Its id, or undefined when there is nobody to write to.
   */
  async enqueue(tx: Transaction, mail: NewMail): Promise<string | undefined> {
    const to = [...new Set(mail.to.map((recipient) => oneLine(recipient)))].filter(Boolean);
    if (to.length === 0) return undefined;
    const { organizationId, livemode } = mail;
    const text = mail.text.replaceAll('\0', '');
    const id = newIdentifier('mail');
    await this.repository.insert(tx, id, { ...mail, to, subject: oneLine(mail.subject), text }, this.clock.now()); // prettier-ignore
    await this.jobs.enqueue(tx, { kind: mailJob, subjectId: id, organizationId, livemode });
    return id;
  }
}

/** A line break in a header would start another header. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
