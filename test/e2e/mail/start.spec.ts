import { failedStart } from '../../support/failed-start';

it.each([
  'mail.example.com:25',
  'https://mail.example.com',
  'smtp://',
  'smtp://user:sec%ret@mail.example.com',
])('a start with SMTP_URL=%s ends with a sentence that keeps the password to itself', async (SMTP_URL) => {
  const { code, said } = await failedStart({ SMTP_URL });
  expect(code).toBe(1);
  expect(said.split('\n')).toContain(
    'SMTP_URL must look like smtp://user:password@mail.example.com:587, or smtps:// for TLS.',
  );
  expect(said).not.toContain('sec%ret');
});

it('a start with a sender that is none ends with a sentence', async () => {
  const { code, said } = await failedStart({ MAIL_FROM: 'Flowie <nobody>' });
  expect(code).toBe(1);
  expect(said.split('\n')).toContain(
    'MAIL_FROM is "Flowie <nobody>" but must look like: Flowie Exchange <no-reply@example.com>',
  );
});
