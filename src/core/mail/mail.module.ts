import { Global, Module } from '@nestjs/common';
import { Settings } from '../config/settings';
import { MailTransport } from './mail';
import { MailSender } from './mail-sender';
import { MailService } from './mail.service';
import { MailsRepository } from './mails.repository';
import { readSender } from './message';
import { OutboxTransport } from './outbox-transport';
import { SmtpTransport } from './smtp-transport';

/** Made in every process, also those that send nothing: a wrong setting must end the start, not the first mail. */
function mailTransport({ SMTP_URL, MAIL_FROM, MAIL_OUTBOX }: Settings): MailTransport {
  const sender = readSender(MAIL_FROM);
  return SMTP_URL ? new SmtpTransport(SMTP_URL, sender) : new OutboxTransport(MAIL_OUTBOX, sender);
}

@Global()
@Module({
  providers: [
    MailsRepository,
    MailService,
    MailSender,
    { provide: MailTransport, inject: [Settings], useFactory: mailTransport },
  ],
  exports: [MailService],
})
export class MailModule {}
