import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import { MailTransport, Refusal, WaitingMail } from './mail';
import { messageOf, Sender } from './message';

/** Without a mail server: writes each mail into a folder, as a file that mail programs open. */
export class OutboxTransport extends MailTransport {
  private readonly logger = new Logger('Mail');
  private readonly composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });

  constructor(
    private readonly folder: string,
    private readonly sender: Sender,
  ) {
    super();
  }

  async send(mail: WaitingMail): Promise<Refusal[]> {
    const { message } = await this.composer.sendMail(messageOf(mail, this.sender));
    const file = join(this.folder, `${mail.id}.eml`);
    await mkdir(this.folder, { recursive: true });
    // Under another name until it is whole: who watches the folder never reads half a mail.
    await writeFile(`${file}.part`, message, { mode: 0o600 });
    await rename(`${file}.part`, file);
    this.logger.log(`No SMTP_URL is set: "${mail.subject}" to ${mail.unreached.join(', ')} is in ${file}`);
    return [];
  }
}
