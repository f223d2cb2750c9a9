import { TestApp } from '../../support/app';
import { enqueueMail, settledMail } from '../../support/mails';
import { SmtpServer } from '../../support/smtp-server';

const recipients = Array.from({ length: 60 }, (_none, at) => `${at}@example.com`);

it('sends each mail once, however many workers there are', async () => {
  const smtp = await SmtpServer.start();
  const SMTP_URL = `smtp://${smtp.address}`;
  const first = await TestApp.start({ SMTP_URL, MAIL_FROM: 'first@example.com' });
  const second = await TestApp.start({
    SMTP_URL,
    MAIL_FROM: 'second@example.com',
    DATABASE_URL: first.databaseUrl,
    REDIS_PREFIX: `{${new URL(first.databaseUrl).pathname.slice(1)}}`,
  });
  const ids = await Promise.all(
    recipients.map((recipient, at) => enqueueMail(at % 2 ? first : second, { to: [recipient] })),
  );
  for (const id of ids) expect((await settledMail(first, id)).status).toBe('sent');
  await second.stop();
  await first.stop();
  await smtp.stop();
  expect(smtp.mails.map(({ to }) => to[0]).sort()).toEqual([...recipients].sort());
  const senders = new Set(smtp.mails.map(({ from }) => from));
  expect([...senders].sort()).toEqual(['first@example.com', 'second@example.com']);
});
