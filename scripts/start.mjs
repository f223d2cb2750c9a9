import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { adminAccount } from './admin-account.mjs';
import { awaitInterruption } from './demo/interruption.mjs';
import { addresses, isFree, migrate, startServer } from './demo/server.mjs';
import { exitWith, LauncherFailure } from './launcher/failure.mjs';
import { projectPath, startStack } from './launcher/index.mjs';

/** PostgreSQL, Redis, the migrations and the server, until Ctrl-C: `npm start`. HOST, PORT and the rest as in .env.example. */
const { values } = parseArgs({ options: { data: { type: 'string', default: join(projectPath, '.data') } } });
const host = process.env.HOST || '127.0.0.1';
const port = Number(process.env.PORT || 3000);

try {
  await run();
  process.exit(0);
} catch (error) {
  exitWith(error);
}

async function run() {
  if (!(await isFree(host, port))) {
    throw new LauncherFailure(
      `Port ${port} of ${host} is taken: stop what listens there, or choose another one with PORT=${port + 1} npm start.`,
    );
  }
  const interruption = awaitInterruption();
  const log = (line) => process.stderr.write(`${line}\n`);
  const stack = await startStack({ dataDirectory: values.data, log, fail: interruption.giveUp });
  const account = adminAccount(values.data);
  const settings = { ADMIN_EMAIL: account.email, ADMIN_PASSWORD: account.password };
  let server;
  try {
    if (!interruption.signal.aborted) await migrate(stack);
    if (!interruption.signal.aborted) server = await startServer({ stack, host, port, settings });
    if (server) announce(server.url, account);
    await Promise.race([interruption.came, server?.ended.then(refuseToEnd)]);
  } finally {
    await server?.stop();
    await stack.stop();
  }
  const { reason } = interruption.signal;
  if (reason instanceof LauncherFailure) throw reason;
}

function refuseToEnd(how) {
  throw new LauncherFailure(`The server ended by itself (${how}).`);
}

function announce(url, { email, password }) {
  const shown = [...addresses(url), ['Account', `${email} / ${password}`]];
  const lines = shown.map(([name, address]) => `  ${name.padEnd(11)} ${address}`);
  process.stdout.write(`\nFlowie Exchange is up; Ctrl-C stops it.\n${lines.join('\n')}\n\n`);
}
