import { Injectable, Logger } from '@nestjs/common';
import { Brand, Branding } from '../branding/branding.port';
import { Clock } from '../clock/clock';
import { newIdentifier } from '../crypto/identifiers';
import { Transaction } from '../database/transaction';
import { JobsService } from '../jobs/jobs.service';
import { NewMail } from './mail';
import { MailsRepository } from './mails.repository';
import { oneLine } from './message';

export const mailJob = 'mail.send';

@Injectable()
export class MailService {
  private readonly logger = new Logger('Mail');

  constructor(
    private readonly repository: MailsRepository,
    private readonly branding: Branding,
    private readonly jobs: JobsService,
    private readonly clock: Clock,
  ) {}

  /**
   * Records a mail in the caller's transaction; it goes out once that is committed. Never refuses what it is given, since a mail
   * must not undo what it tells of. It looks as the organization has chosen by then. Its id, or undefined when there is nobody to write to.
   */
  async enqueue(tx: Transaction, mail: NewMail): Promise<string | undefined> {
    const to = [...new Set(mail.to.map((recipient) => oneLine(recipient)))].filter(Boolean);
    const { organizationId, livemode } = mail;
    if (to.length === 0) {
      this.logger.warn(
        { organization: organizationId, subject: oneLine(mail.subject) },
        'an organization has nobody to write to',
      );
      return undefined;
    }
    const brand = await this.branding.of(tx, organizationId);
    const text = signed(mail.text.replaceAll('\0', ''), brand);
    const id = newIdentifier('mail');
    const whole = {
      ...mail,
      to,
      subject: oneLine(mail.subject),
      text,
      senderName: brand.displayName,
      replyTo: brand.supportEmail,
    };
    await this.repository.insert(tx, id, whole, this.clock.now());
    await this.jobs.enqueue(tx, { kind: mailJob, subjectId: id, organizationId, livemode });
    return id;
  }
}

/** Who writes stands below the line by which mail programs tell a signature; nobody, when the organization has not said. */
function signed(text: string, { displayName, supportEmail }: Brand): string {
  const lines = [displayName, supportEmail].filter(Boolean);
  return lines.length > 0 ? `${text.trimEnd()}\n\n-- \n${lines.join('\n')}\n` : text;
}
