import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { exitWith, LauncherFailure } from './launcher/failure.mjs';
import { projectPath, startStack } from './launcher/index.mjs';
import { runCommand } from './launcher/run-command.mjs';

const usage = `node scripts/stack.mjs [--data FOLDER] [--ephemeral [--durable]] [-- COMMAND …]

Starts PostgreSQL and Redis and runs the command beside them, with DATABASE_URL, REDIS_URL and the generated secrets
in its environment; without a command it stays up. DATABASE_URL and REDIS_URL of your own win.

  --data FOLDER   where everything is kept (.data)
  --ephemeral     in a throw-away folder, fast and forgetful: for tests
  --durable       with --ephemeral: as durable as in production, for benchmarks
`;

try {
  const { help, data, ephemeral, durable, command } = readArguments(process.argv.slice(2));
  if (help) process.stdout.write(usage);
  else await run({ dataDirectory: data, ephemeral, durable }, command);
} catch (error) {
  exitWith(error);
}

function readArguments(given) {
  const separator = given.includes('--') ? given.indexOf('--') : given.length;
  const flag = { type: 'boolean' };
  const options = { data: { type: 'string' }, ephemeral: flag, durable: flag, help: flag };
  try {
    const { values } = parseArgs({ args: given.slice(0, separator), options });
    return { ...values, command: given.slice(separator + 1) };
  } catch (error) {
    throw new LauncherFailure(`${error.message.split('. ')[0]}.\n\n${usage}`);
  }
}

async function run(options, command) {
  const givenUp = new AbortController();
  const log = (line) => process.stderr.write(`${line}\n`);
  const stack = await startStack({ ...options, log, fail: (error) => givenUp.abort(error) });
  let code;
  try {
    givenUp.signal.throwIfAborted();
    code = await (command.length > 0
      ? runBeside(stack, command, givenUp.signal)
      : stayUp(stack, givenUp.signal));
  } finally {
    await stack.stop();
  }
  if (givenUp.signal.aborted) throw givenUp.signal.reason;
  process.exit(code);
}

function runBeside(stack, command, until) {
  const PATH = `${join(projectPath, 'node_modules/.bin')}${delimiter}${process.env.PATH}`;
  return runCommand(command, { ...stack, environment: { ...stack.environment, PATH }, until });
}

function stayUp({ databaseUrl, redisUrl }, until) {
  process.stdout.write(`DATABASE_URL=${databaseUrl}\nREDIS_URL=${redisUrl}\n`);
  const alive = setInterval(() => undefined, 1 << 30);
  return new Promise((resolve) => {
    const end = () => {
      clearInterval(alive);
      resolve(0);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);
    until.addEventListener('abort', end);
  });
}
