import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createTestDatabase } from './database';

const built = join(__dirname, '../../dist/main.js');

/** How the built server ends when it does not like its settings, and what it says. */
export async function failedStart(settings: Record<string, string>): Promise<{ code: number; said: string }> {
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
