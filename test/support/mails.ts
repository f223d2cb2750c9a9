import { Transactions } from '../../src/core/database/transaction';
import { MailService } from '../../src/core/mail/mail.service';
import { NewMail } from '../../src/core/mail/mail';
import { TestApp } from './app';
import { firstOrganizationId } from './events';
import { eventually } from './eventually';

/** Enqueues a mail as a domain does, in a transaction of its own; its id. */
export async function enqueueMail(app: TestApp, mail: Partial<NewMail> = {}): Promise<string> {
  const whole = {
    organizationId: await firstOrganizationId(app),
    livemode: false,
    to: ['anna@example.com'],
    subject: 'A webhook is paused',
    text: 'It failed 8 times.\n',
    ...mail,
  };
  const id = await app.app.get(Transactions).run((tx) => app.app.get(MailService).enqueue(tx, whole));
  return id!;
}

export interface MailRow {
  status: string;
  error: string | null;
  unreached: string[];
  settled_at: Date | null;
}

export async function mailRow(app: TestApp, id: string): Promise<MailRow> {
  const [row] = await app.database.query(
    'SELECT status, error, unreached, settled_at FROM mails WHERE id = $1',
    [id],
  );
  return row;
}

/** The row, as soon as its job is done with. */
export async function settledMail(app: TestApp, id: string): Promise<MailRow> {
  return eventually(`${id} to be settled`, async () => {
    const row = await mailRow(app, id);
    return row.status !== 'waiting' && (await mailJobs(app, id)).length === 0 && row;
  });
}

export function mailJobs(app: TestApp, id: string): Promise<Array<{ attempt: number; last_error: string }>> {
  return app.database.query(
    'SELECT attempt, last_error FROM jobs WHERE subject_id = $1 AND lease_until IS NULL',
    [id],
  );
}

/** Resolves when the mail's nth try has failed and the next one is waiting. */
export async function failedTry(app: TestApp, id: string, nth: number): Promise<string> {
  return eventually(`try ${nth} of ${id} to fail`, async () => {
    const [job] = await mailJobs(app, id);
    return job?.attempt === nth && job.last_error;
  });
}
