import { OnApplicationShutdown } from '@nestjs/common';
import { createTransport, NodemailerError } from 'nodemailer';
import { explainMailFailure, isFinal } from './explain-mail-failure';
import { MailTransport, Refusal, WaitingMail } from './mail';
import { messageOf, Sender } from './message';
import { checkedSmtpUrl } from './smtp-url';

const connectMilliseconds = 10_000;
const silenceMilliseconds = 20_000;
/** Less than the lease of a job, so that nobody else sends the mail meanwhile. */
const wholeMilliseconds = 45_000;

/** A pool of connections to the operator's mail server. */
export class SmtpTransport extends MailTransport implements OnApplicationShutdown {
  private readonly pool;

  constructor(
    url: string,
    private readonly sender: Sender,
  ) {
    super();
    this.pool = createTransport({
      url: checkedSmtpUrl(url),
      pool: true,
      connectionTimeout: connectMilliseconds,
      greetingTimeout: connectMilliseconds,
      dnsTimeout: connectMilliseconds,
      socketTimeout: silenceMilliseconds,
      // The job tries again; a second mechanism of the library's would hide from it.
      maxRequeues: 0,
    });
  }

  async send(mail: WaitingMail): Promise<Refusal[]> {
    try {
      const signal = AbortSignal.timeout(wholeMilliseconds);
      const { rejectedErrors = [] } = await this.pool.sendMail({ ...messageOf(mail, this.sender), signal });
      return rejectedErrors.map(toRefusal);
    } catch (error) {
      return refusalsOf(error as NodemailerError, mail.unreached);
    }
  }

  /** After the jobs have ended: open connections would keep the process alive. */
  onApplicationShutdown(): void {
    this.pool.close();
  }
}

/** What a failure means for each recipient; thrown on, in plain words, when the server refused nobody in particular. */
function refusalsOf(error: NodemailerError, recipients: string[]): Refusal[] {
  if (error.rejectedErrors?.length) return error.rejectedErrors.map(toRefusal);
  const reason = explainMailFailure(error);
  if (!isFinal(error)) throw new Error(reason);
  return recipients.map((recipient) => ({ recipient, reason, final: true }));
}

function toRefusal(error: NodemailerError): Refusal {
  return { recipient: error.recipient!, reason: explainMailFailure(error), final: isFinal(error) };
}
