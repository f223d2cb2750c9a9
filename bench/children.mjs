import { fork } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { fileURLToPath, URL } from 'node:url';

/**
 * A script of this folder in a process of its own, which ends with ours: it exits when the channel closes.
 * @param {string} name file name
 * @param {Record<string, string>} [environment]
 */
export async function startChild(name, environment = {}) {
  const path = fileURLToPath(new URL(name, import.meta.url));
  const child = fork(path, { env: { ...process.env, ...environment } });
  const [first] = await Promise.race([once(child, 'message'), once(child, 'exit').then(refuse(name))]);
  let questions = 0;
  return {
    ...first,
    pid: child.pid,
    /** Asks the child, and answers what it answers. */
    ask(what) {
      const number = ++questions;
      return new Promise((resolve) => {
        const listen = (message) => {
          if (message.number !== number) return;
          child.off('message', listen);
          resolve(message.answer);
        };
        child.on('message', listen);
        child.send({ number, what });
      });
    },
    async stop() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

const refuse =
  (name) =>
  ([code]) => {
    throw new Error(`bench/${name} ended (${code}) before it was ready`);
  };
