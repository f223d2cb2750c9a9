import { startServer } from '../scripts/demo/server.mjs';
import { freePort } from '../scripts/launcher/ports.mjs';
import { echoParticipant } from '../scripts/demo/invoice.mjs';
import { startChild } from './children.mjs';
import { measureRate, median } from './load.mjs';
import { atLeast, figure } from './table.mjs';
import { account, newTenant, sendRequest } from './tenant.mjs';

const connections = 32;
/** V8 compiles what it has seen often: after as many requests each, both run as fast as they will. */
const warmUpRequests = 5_000;
const settings = { ...account, ROLE: 'api', LOG_LEVEL: 'warn', DEFAULT_MODE: 'test' };

/** How many documents are accepted a second, against a bare route that stores the same body; by turns, in short rounds. */
export async function measureAccept({ stack, logFile, rounds, seconds, say }) {
  const server = await startServer({ stack, port: await freePort(), settings, logFile });
  const bare = await startChild('bare-server.cjs', { DATABASE_URL: stack.databaseUrl });
  try {
    const { key } = await newTenant(server.url);
    const next = () => sendRequest(key, echoParticipant);
    const common = { connections, expected: 202, next };
    const bareRate = (for_) => measureRate({ ...common, url: `${bare.url}/send`, seconds: for_ });
    const sendRate = (for_) =>
      measureRate({ ...common, url: `${server.url}/exchange/v1/documents/send`, seconds: for_ });
    await warmUp(bareRate);
    await warmUp(sendRate);
    const measured = [];
    for (let round = 1; round <= rounds; round++) {
      const one = { bare: await bareRate(seconds), sent: await sendRate(seconds) };
      measured.push(one);
      say(
        `accept, round ${round} of ${rounds}: bare ${Math.round(one.bare)}/s, send ${Math.round(one.sent)}/s`,
      );
    }
    return [
      figure('accept.bare_per_s', median(measured.map((one) => one.bare)), 'requests/s'),
      figure('accept.per_s', median(measured.map((one) => one.sent)), 'documents/s'),
      atLeast('accept.ratio', median(measured.map((one) => one.sent / one.bare)), '', 0.35),
    ];
  } finally {
    await bare.stop();
    await server.stop();
  }
}

async function warmUp(rateFor) {
  for (let answered = 0; answered < warmUpRequests;) answered += await rateFor(1);
}
