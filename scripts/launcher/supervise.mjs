import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { LauncherFailure } from './failure.mjs';
import { recordProcess } from './process-records.mjs';
import { stopProcess, waitUntil } from './processes.mjs';
import { openServerLog } from './server-log.mjs';

const deathsAllowed = 5;
const within = 60_000;
/** A server killed with -9 leaves children that hold its memory or data until they notice. */
const heldByTheDead = /still in use|already exists/;

/**
 * Keeps a server running: when it dies it is started again with the same port and data, until it has died more than
 * five times within a minute.
 * @param {object} options
 * @param {string} options.name
 * @param {NodeJS.Signals} options.signal that ends it properly
 * @param {() => Promise<void>} [options.beforeLaunch]
 * @param {(output: number) => import('node:child_process').ChildProcess} options.launch
 * @param {() => Promise<boolean>} options.isReady
 * @param {number} options.readyWithin milliseconds; recovery after a crash may take its time
 * @param {string} options.logFile
 * @param {string} options.records
 * @param {import('./progress.mjs').Say} options.say
 * @param {(error: Error) => void} options.fail called when it is given up
 * @param {(stop: () => Promise<void>) => void} options.onStop receives how to stop it, before it is first started
 */
export async function supervise(options) {
  const { name, signal, beforeLaunch, say, fail, onStop } = options;
  const deaths = [];
  let running;
  let stopping = false;
  onStop(async () => {
    stopping = true;
    if (!running?.child.pid) return;
    await stopProcess(running.child.pid, signal);
    running.forget();
  });

  const start = async () => {
    await beforeLaunch?.();
    if (stopping) return;
    running = launchRecorded(options);
    await untilReady(running, options);
    void running.ended.then(startAgain);
  };

  const startAgain = async (how) => {
    let words = how;
    while (!stopping) {
      const now = performance.now();
      deaths.push(now);
      const recent = deaths.filter((at) => at > now - within).length;
      if (recent > deathsAllowed) {
        const sentence = `${name} died ${recent} times within a minute and is given up${running.log.lastWords()}`;
        return fail(new LauncherFailure(sentence));
      }
      say(name, `died (${words}); starting it again`);
      try {
        await start();
        return say(name, 'is back, with the same port and data');
      } catch (error) {
        words = error.message;
        await pause(100 * 2 ** recent);
      }
    }
  };

  for (let attempt = 0; ; attempt++) {
    try {
      return await start();
    } catch (error) {
      if (stopping || attempt === 20 || !heldByTheDead.test(error.message)) throw error;
      await pause(250);
    }
  }
}

function launchRecorded({ name, signal, launch, logFile, records }) {
  const log = openServerLog(logFile);
  const child = launch(log.descriptor);
  log.close();
  const spawned = once(child, 'spawn');
  const forget = child.pid ? recordProcess(records, name, child.pid, signal) : () => undefined;
  const ended = new Promise((resolve) => {
    child.once('exit', (code, killedBy) => resolve(killedBy ?? `exit code ${code}`));
  });
  return { child, log, forget, spawned, ended };
}

async function untilReady({ child, log, spawned, ended }, { name, signal, isReady, readyWithin }) {
  await spawned.catch((error) => {
    throw new LauncherFailure(`${name} could not be started: ${error.message}.`);
  });
  let over;
  void ended.then((how) => (over = how));
  const settled = await waitUntil(async () => over ?? (await isReady()), readyWithin);
  if (over) throw new LauncherFailure(`${name} ended as soon as it was started (${over})${log.lastWords()}`);
  if (settled) return;
  await stopProcess(child.pid, signal);
  throw new LauncherFailure(`${name} was not ready within ${readyWithin / 1_000} s${log.lastWords()}`);
}
