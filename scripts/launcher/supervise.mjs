import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { LauncherFailure } from './failure.mjs';
import { stopProcess, waitUntil } from './processes.mjs';

const restartsAllowed = 5;
const restartWindow = 60_000;

/**
 * Keeps a server running: starts it again, with the same port and data, when it dies; gives up after five deaths within a minute.
 * Its pid stands in a file, for the watchdog.
 */
export async function supervise({ name, pidFile, signal, log, fail, launch, isReady, readyWithin, logFile }) {
  const deaths = [];
  let child;
  let stopping = false;

  const start = async () => {
    child = launch();
    child.once('error', (error) => fail(new LauncherFailure(`${name} could not be started: ${error.message}.`)));
    writeFileSync(pidFile, `${child.pid} ${signal.slice(3)}\n`);
    const launched = child;
    const ready = await waitUntil(async () => launched.exitCode !== null || launched.signalCode !== null || (await isReady()), readyWithin);
    if (!ready || launched.exitCode !== null) {
      throw new LauncherFailure(`${name} did not start${lastLine(logFile)}`);
    }
    child.once('exit', onDeath);
    if (launched.signalCode !== null) onDeath(null, launched.signalCode);
  };

  const onDeath = (code, killedBy) => {
    if (stopping) return;
    deaths.push(Date.now());
    const recent = deaths.filter((at) => at > Date.now() - restartWindow).length;
    if (recent > restartsAllowed) return fail(new LauncherFailure(`${name} died ${recent} times within a minute${lastLine(logFile)}`));
    log(`${name.padEnd(9)} died (${killedBy ?? `exit code ${code}`}); starting it again`);
    restart().then(() => !stopping && log(`${name.padEnd(9)} is back`), fail);
  };

  /** The first try may come while the dead server's children still hold its memory. */
  const restart = async () => {
    for (let attempt = 1; !stopping; attempt++) {
      try {
        return await start();
      } catch (error) {
        if (attempt === restartsAllowed) throw error;
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
    }
  };

  await start();
  return {
    get pid() {
      return child.pid;
    },
    async stop() {
      stopping = true;
      await stopProcess(child.pid, signal);
      rmSync(pidFile, { force: true });
    },
  };
}

function lastLine(logFile) {
  try {
    const line = readFileSync(logFile, 'utf8').trim().split('\n').at(-1);
    return line ? `; its log ends with: ${line}` : ` (its log is ${logFile}).`;
  } catch {
    return '.';
  }
}
