import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { adminAccount } from './admin-account.mjs';
import { awaitInterruption } from './demo/interruption.mjs';
import { curlToCopy } from './demo/invoice.mjs';
import { failure, good, printTable, say } from './demo/printer.mjs';
import { startReceiver } from './demo/receiver.mjs';
import { addresses, isFree, migrate, startServer } from './demo/server.mjs';
import { playStory, StepFailed } from './demo/story.mjs';
import { exitWith, LauncherFailure } from './launcher/failure.mjs';
import { projectPath, startStack } from './launcher/index.mjs';
import { freePort } from './launcher/ports.mjs';

/** The onboarding kit, played with real calls on a real stack: `npm run demo`, or `npm run demo -- --once`. */
const { values } = parseArgs({
  options: {
    once: { type: 'boolean', default: false },
    data: { type: 'string', default: join(projectPath, '.data') },
  },
});

try {
  await run(values);
  process.exit(0);
} catch (error) {
  if (!(error instanceof StepFailed)) exitWith(error);
  failure(error.message);
  process.exit(1);
}

async function run({ once, data }) {
  const interruption = awaitInterruption();
  const log = (line) => process.stderr.write(`${line}\n`);
  const stops = [];
  try {
    const stack = await startStack({ dataDirectory: data, log, fail: interruption.giveUp });
    stops.unshift(stack.stop);
    if (!interruption.signal.aborted) await migrate(stack);
    if (!interruption.signal.aborted) await play({ once, data, stack, stops, interruption });
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
  } finally {
    for (const stop of stops) await stop();
  }
  const { reason } = interruption.signal;
  if (reason instanceof LauncherFailure) throw reason;
}

async function play({ once, data, stack, stops, interruption }) {
  const credentials = adminAccount(resolve(data));
  const logFile = join(stack.logFolder, 'server.log');
  const server = await startServer({
    stack,
    port: await choosePort(),
    settings: settingsFor(credentials),
    logFile,
  });
  stops.unshift(server.stop);
  const receiver = await startReceiver(tell);
  stops.unshift(receiver.stop);
  const story = await playStory({ server, receiver, credentials, signal: interruption.signal });
  if (once) return;
  invite(server, story);
  await Promise.race([interruption.came, server.ended.then(refuseToEnd(logFile))]);
}

function settingsFor({ email, password }) {
  const account = { ADMIN_EMAIL: email, ADMIN_PASSWORD: password };
  return { ROLE: 'all', DEFAULT_MODE: 'test', LOG_LEVEL: 'warn', ...account };
}

async function choosePort() {
  const wanted = Number(process.env.PORT || 3000);
  if (await isFree('127.0.0.1', wanted)) return wanted;
  if (process.env.PORT) throw new LauncherFailure(`Port ${wanted} is taken; choose another one.`);
  return freePort();
}

function tell({ headers, tenant, problem }) {
  const at = tenant ? `webhook of ${tenant}` : 'platform webhook';
  const what = `${headers['x-flowie-event']}  ${headers['x-flowie-event-id']}  at the ${at}`;
  if (problem) say(`  ✗ ${problem}: ${what}`);
  else good(`signature ok  ${what}`);
}

function invite({ url }, { platformKey, acme, credentials }) {
  say('\nIt stays up, and prints what the receiver gets; Ctrl-C stops everything.\n');
  printTable([
    ...addresses(url),
    ['Account', `${credentials.email} / ${credentials.password}`],
    ['Platform key', platformKey],
    ['Tenant key', acme.key],
  ]);
  say(`\nSend an invoice yourself:\n\n  ${curlToCopy(url, acme.key)}\n`);
}

function refuseToEnd(logFile) {
  return (how) => {
    throw new LauncherFailure(`The server ended by itself (${how}); ${logFile} says why.`);
  };
}
