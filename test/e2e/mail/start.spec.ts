import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createTestDatabase } from '../../support/database';

const built = join(__dirname, '../../../dist/main.js');

/** How the built server ends, and what it says. */
async function start(settings: Record<string, string>): Promise<{ code: number; said: string }> {
  const database = await createTestDatabase();
  const child = spawn(process.execPath, [built], {
    env: {
      ...process.env,
      DATABASE_URL: database.url,
      PORT: '0',
      LOG_LEVEL: 'silent',
      JWT_SECRET: 'x'.repeat(32),
      SEALING_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
      ...settings,
    },
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number>((resolve) => child.once('close', resolve));
  await database.drop();
  return { code, said };
}

it.each([
  'mail.example.com:25',
  'https://mail.example.com',
  'smtp://',
  'smtp://user:sec%ret@mail.example.com',
])('a start with SMTP_URL=%s ends with a sentence that keeps the password to itself', async (SMTP_URL) => {
  const { code, said } = await start({ SMTP_URL });
  expect(code).toBe(1);
  expect(said.split('\n')).toContain(
    'SMTP_URL must look like smtp://user:password@mail.example.com:587, or smtps:// for TLS.',
  );
  expect(said).not.toContain('sec%ret');
});

it('a start with a sender that is none ends with a sentence', async () => {
  const { code, said } = await start({ MAIL_FROM: 'Flowie <nobody>' });
  expect(code).toBe(1);
  expect(said.split('\n')).toContain(
    'MAIL_FROM is "Flowie <nobody>" but must look like: Flowie Exchange <no-reply@example.com>',
  );
});
