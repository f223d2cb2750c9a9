import { TestApp } from '../../support/app';
import { enqueueMail, failedTry, settledMail } from '../../support/mails';
import { freePort } from '../../support/server';
import { SmtpServer } from '../../support/smtp-server';

it('waits for a mail server that is away', async () => {
  const port = await freePort();
  const app = await TestApp.start({ SMTP_URL: `smtp://127.0.0.1:${port}` });
  const id = await enqueueMail(app);
  expect(await failedTry(app, id, 1)).toContain('the mail server cannot be reached: ');
  const smtp = await SmtpServer.start(port);
  app.clock.advance({ seconds: 6 });
  expect((await settledMail(app, id)).status).toBe('sent');
  expect(smtp.to('anna@example.com')).toHaveLength(1);
  await app.stop();
  await smtp.stop();
});

it('keeps the mails while the password is wrong', async () => {
  const smtp = await SmtpServer.start();
  const app = await TestApp.start({ SMTP_URL: `smtp://post:wrong@${smtp.address}` });
  const id = await enqueueMail(app);
  expect(await failedTry(app, id, 1)).toMatch(/^the mail server refused the user name or the password: 535/);
  expect(smtp.mails).toEqual([]);
  await app.stop();
  await smtp.stop();
});
