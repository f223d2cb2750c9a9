import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { TestApp } from '../../support/app';
import { readMail } from '../../support/mail-message';
import { enqueueMail, settledMail } from '../../support/mails';

let folder: string;
let app: TestApp;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mails-'));
  app = await TestApp.start({ MAIL_OUTBOX: join(folder, 'made', 'when missing') });
});
afterAll(async () => {
  await app.stop();
  await rm(folder, { recursive: true });
});

it('writes mails into a folder when there is no mail server, and says so without their text', async () => {
  const log = jest.spyOn(Logger.prototype, 'log');
  const id = await enqueueMail(app, { subject: 'Angehalten: Empfänger', text: 'Nur für Anna: übermorgen\n' });
  expect((await settledMail(app, id)).status).toBe('sent');
  const outbox = join(folder, 'made', 'when missing');
  expect(await readdir(outbox)).toEqual([`${id}.eml`]);
  const { headers, text } = readMail(await readFile(join(outbox, `${id}.eml`), 'utf8'));
  expect(headers).toMatchObject({
    from: 'Flowie Exchange <no-reply@localhost>',
    to: 'anna@example.com',
    subject: 'Angehalten: Empfänger',
    'message-id': `<${id}@localhost>`,
  });
  expect(text.trimEnd()).toBe('Nur für Anna: übermorgen');
  const lines = log.mock.calls.map(([line]) => String(line)).filter((line) => line.includes(id));
  log.mockRestore();
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('"Angehalten: Empfänger" to anna@example.com');
  expect(lines[0]).not.toContain('Anna');
});
