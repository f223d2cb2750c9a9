import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const verifiers = join(__dirname, '../verifiers');

/** Runs one of the Python programs of test/verifiers, JSON in and JSON out; with Python's own httpx where it is installed, else ours. */
export async function inPython<Result>(
  program: string,
  wish: unknown,
  ...parameters: string[]
): Promise<Result> {
  const hasHttpx = spawnSync('python3', ['-c', 'import httpx']).status === 0;
  const env = {
    ...process.env,
    PYTHONPATH: hasHttpx ? '' : join(verifiers, 'httpx'),
    PYTHONDONTWRITEBYTECODE: '1',
  };
  const python = spawn('python3', [join(verifiers, program), ...parameters], { env });
  python.stdin.end(JSON.stringify(wish));
  const [output, complaint] = await Promise.all([text(python.stdout), text(python.stderr)]);
  expect(complaint).toBe('');
  return JSON.parse(output) as Result;
}
