import { setTimeout as pause } from 'node:timers/promises';
import { makeBacklog } from './backlog.mjs';

const eventsPerSecond = 200;
const roundsPerSecond = 20;

/**
 * Appends two hundred events a second for so many seconds, each to one of the webhooks in turn, and announces them as the
 * application does.
 */
export async function appendEvenly({ database, bell, companyId, webhookIds }, seconds) {
  const began = Date.now();
  const count = eventsPerSecond / roundsPerSecond;
  for (let round = 0; round < seconds * roundsPerSecond; round++) {
    const wait = began + (round * 1_000) / roundsPerSecond - Date.now();
    if (wait > 0) await pause(wait);
    const next = (_, place) => webhookIds[(round * count + place) % webhookIds.length];
    const some = Array.from({ length: count }, next);
    await makeBacklog(database, { companyId, webhookIds: some, count, dueInSeconds: 0 });
    await bell.add({ id: 'due' }, { removeOnComplete: true });
  }
}
