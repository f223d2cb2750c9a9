import { Transactions } from '../../../src/core/database/transaction';
import { MailService } from '../../../src/core/mail/mail.service';
import { TestApp } from '../../support/app';
import { firstOrganizationId } from '../../support/events';
import { readMail } from '../../support/mail-message';
import { enqueueMail, failedTry, mailRow, settledMail } from '../../support/mails';
import { SmtpServer } from '../../support/smtp-server';

let smtp: SmtpServer;
let app: TestApp;

const afterWait = { hours: 1, seconds: 1 };

beforeAll(async () => {
  smtp = await SmtpServer.start();
  app = await TestApp.start({
    SMTP_URL: `smtp://post:s%40cret@${smtp.address}`,
    MAIL_FROM: 'Flowie Échange <no-reply@exchange.example>',
  });
});
afterAll(async () => {
  await app.stop();
  await smtp.stop();
});
beforeEach(() => {
  smtp.accept();
  smtp.mails.length = 0;
});

it('sends once the transaction is committed, to all, with what mail programs look for', async () => {
  const id = await enqueueMail(app, {
    to: ['anna@example.com', 'bob@example.org', 'anna@example.com'],
    subject:
      'Réception interrompue – 8 essais échoués, 再試行してください, et une ligne bien plus longue que les autres',
    text: 'Zażółć gęślą jaźń\n.\n.. ends here ✓\n',
  });
  expect(await settledMail(app, id)).toMatchObject({ status: 'sent', error: null, unreached: [] });
  const [mail] = smtp.mails;
  expect(smtp.mails).toHaveLength(1);
  expect(mail).toMatchObject({
    from: 'no-reply@exchange.example',
    to: ['anna@example.com', 'bob@example.org'],
  });
  const { headers, text } = readMail(mail!.raw);
  expect(headers).toMatchObject({
    from: 'Flowie Échange <no-reply@exchange.example>',
    to: 'anna@example.com, bob@example.org',
    subject:
      'Réception interrompue – 8 essais échoués, 再試行してください, et une ligne bien plus longue que les autres',
    'message-id': `<${id}@exchange.example>`,
    'auto-submitted': 'auto-generated',
    'content-type': 'text/plain; charset=utf-8',
  });
  expect(text.trimEnd()).toBe('Zażółć gęślą jaźń\n.\n.. ends here ✓');
  expect(smtp.logins).toContain('post:s@cret');
});

it('sends once the server wants it, and then once', async () => {
  smtp.refuseRecipients(451);
  const id = await enqueueMail(app);
  expect(await failedTry(app, id, 1)).toBe(
    'the mail server refused anna@example.com: 451 not anna@example.com',
  );
  expect((await mailRow(app, id)).status).toBe('waiting');
  smtp.accept();
  app.clock.advance(afterWait);
  expect((await settledMail(app, id)).status).toBe('sent');
  expect(smtp.mails).toHaveLength(1);
});

it.each([
  ['the recipient', () => smtp.refuseRecipients(550), 'refused anna@example.com: 550 not anna@example.com'],
  ['the message', () => smtp.refuseMessages(554), 'refused the message: 554 not this one'],
])('gives up at once when the server refuses %s for good', async (_what, refuse, words) => {
  refuse();
  const id = await enqueueMail(app);
  expect(await settledMail(app, id)).toMatchObject({
    status: 'failed',
    error: `the mail server ${words}`,
    unreached: ['anna@example.com'],
  });
  expect(smtp.mails).toEqual([]);
});

it('gives up after twelve tries, and says why', async () => {
  smtp.refuseMessages(452);
  const id = await enqueueMail(app);
  for (let nth = 1; nth < 12; nth++) {
    await failedTry(app, id, nth);
    app.clock.advance(afterWait);
  }
  const { status, error } = await settledMail(app, id);
  expect([status, error]).toEqual(['failed', 'the mail server refused the message: 452 not this one']);
});

it('tries again with those only whom it did not reach', async () => {
  smtp.refuseRecipients((recipient) => (recipient === 'busy@example.com' ? 451 : undefined));
  const id = await enqueueMail(app, { to: ['anna@example.com', 'busy@example.com'] });
  await failedTry(app, id, 1);
  expect((await mailRow(app, id)).unreached).toEqual(['busy@example.com']);
  smtp.accept();
  app.clock.advance(afterWait);
  expect((await settledMail(app, id)).status).toBe('sent');
  expect(smtp.mails.map(({ to }) => to)).toEqual([['anna@example.com'], ['busy@example.com']]);
  const [first, second] = smtp.mails.map(({ raw }) => readMail(raw).headers);
  expect(second!['message-id']).toBe(first!['message-id']);
  expect(second!.date).toBe(first!.date);
});

it('lets neither subject nor recipient write headers or name further recipients', async () => {
  const forged = 'eve@example.com>\r\nRCPT TO:<mallory@example.com';
  const id = await enqueueMail(app, {
    to: ['anna@example.com', forged, 'x@example.com, mallory@example.com'],
    subject: 'Paused\r\nBcc: mallory@example.com\u2028X: y',
  });
  const row = await settledMail(app, id);
  expect(row.status).toBe('failed');
  expect(row.error).toContain('"x@example.com, mallory@example.com" is no email address');
  expect(row.unreached).toHaveLength(2);
  expect(smtp.mails.map(({ to }) => to)).toEqual([['anna@example.com']]);
  const { headers } = readMail(smtp.mails[0]!.raw);
  expect(headers).toMatchObject({
    to: 'anna@example.com',
    subject: 'Paused Bcc: mallory@example.com X: y',
  });
  expect(headers).not.toHaveProperty('bcc');
});

it('sends nothing when the transaction is rolled back', async () => {
  const organizationId = await firstOrganizationId(app);
  const mail = { organizationId, livemode: false, to: ['anna@example.com'], subject: 'No', text: 'No' };
  const rolledBack = app.app.get(Transactions).run(async (tx) => {
    await app.app.get(MailService).enqueue(tx, mail);
    throw new Error('changed my mind');
  });
  await expect(rolledBack).rejects.toThrow('changed my mind');
  await settledMail(app, await enqueueMail(app, { subject: 'Yes' }));
  expect(smtp.mails.map(({ raw }) => readMail(raw).headers.subject)).toEqual(['Yes']);
});

it('writes to nobody when there is nobody', async () => {
  expect(await enqueueMail(app, { to: [] })).toBeUndefined();
});
