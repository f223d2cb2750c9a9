import { createServer } from 'node:net';
import { LauncherFailure } from './failure.mjs';

/**
 * Below the range from which systems take the ports of outgoing connections: while a server restarts, the many
 * tries to reconnect would otherwise take its port sooner or later, even by connecting to themselves.
 */
const lowest = 15_000;
const highest = 32_000;
const handedOut = new Set();

/** @returns {Promise<number>} a port of loopback that nobody listens on, and that no earlier call answered */
export async function freePort() {
  for (let attempt = 0; attempt < 200; attempt++) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest));
    if (handedOut.has(port) || !(await isFree(port))) continue;
    handedOut.add(port);
    return port;
  }
  throw new LauncherFailure(`No free port was found on 127.0.0.1 between ${lowest} and ${highest}.`);
}

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
