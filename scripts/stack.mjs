import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { exitWith } from './launcher/failure.mjs';
import { projectPath, startStack } from './launcher/index.mjs';
import { runCommand } from './launcher/run-command.mjs';

const usage = `node scripts/stack.mjs [--data FOLDER] [--ephemeral [--durable]] [-- COMMAND …]

Starts PostgreSQL and Redis and runs the command beside them, with DATABASE_URL, REDIS_URL and the generated secrets in its
environment; without a command it stays up. DATABASE_URL and REDIS_URL of your own win.

  --data FOLDER   where everything is kept (.data)
  --ephemeral     in a throw-away folder, fast and forgetful: for tests
  --durable       with --ephemeral: as durable as in production, for benchmarks
`;

const separator = process.argv.indexOf('--');
const command = separator < 0 ? [] : process.argv.slice(separator + 1);
const log = (line) => process.stderr.write(`${line}\n`);

try {
  const { values } = parseArgs({
    args: process.argv.slice(2, separator < 0 ? undefined : separator),
    options: { data: { type: 'string' }, ephemeral: { type: 'boolean' }, durable: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help) process.stdout.write(usage);
  else await run(values);
} catch (error) {
  exitWith(error);
}

async function run({ data, ephemeral, durable }) {
  const stack = await startStack({ dataDirectory: data, ephemeral, durable, log, fail: exitWith });
  if (command.length === 0) return stayUp(stack);
  const PATH = `${join(projectPath, 'node_modules/.bin')}${delimiter}${process.env.PATH}`;
  const code = await runCommand(command, { ...stack, environment: { ...stack.environment, PATH } }).finally(() => stack.stop());
  process.exit(code);
}

function stayUp(stack) {
  process.stdout.write(`DATABASE_URL=${stack.databaseUrl}\nREDIS_URL=${stack.redisUrl}\n`);
  const alive = setInterval(() => undefined, 1 << 30);
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => {
      clearInterval(alive);
      void stack.stop().then(() => process.exit(0));
    });
  }
}
