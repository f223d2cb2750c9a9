import { exchangeClient } from './client.mjs';
import { good, heading } from './printer.mjs';
import { openPlatformWebhook, platformKey, signIn } from './story-platform.mjs';
import { acknowledgeEvents, readUsage, receiveDeliveries, sendInvoice } from './story-documents.mjs';
import { awaitRegistration, onboardTenants } from './story-tenants.mjs';

/** The onboarding kit and the webhook cookbook, in their order. */
const steps = [
  ['Sign in to the dashboard', signIn],
  ['Get a platform key', platformKey],
  ['Open a platform-level webhook, for the events of all tenants', openPlatformWebhook],
  ['Onboard tenants, each in one call', onboardTenants],
  ['Wait until they are on the network', awaitRegistration],
  ['Send an invoice on behalf of a tenant', sendInvoice],
  ['Receive signed deliveries', receiveDeliveries],
  ['Read the events, and acknowledge them', acknowledgeEvents],
  ["Count this month's documents, for chargebacks", readUsage],
];

export class StepFailed extends Error {}

/**
 * Plays the story with real calls; throws StepFailed at the first step that does not go as told.
 * @param {object} options
 * @param {{ url: string }} options.server
 * @param {Awaited<ReturnType<import('./receiver.mjs').startReceiver>>} options.receiver
 * @param {{ email: string, password: string }} options.credentials
 * @param {AbortSignal} options.signal ends it between two steps
 * @returns what the steps have learned: keys, webhooks and companies
 */
export async function playStory({ server, signal, ...rest }) {
  const story = { call: exchangeClient(server.url), run: Date.now().toString(36), ...rest };
  for (const [index, [title, play]] of steps.entries()) {
    signal.throwIfAborted();
    const place = `${index + 1}/${steps.length}`;
    heading(place, title);
    try {
      Object.assign(story, await play(story));
    } catch (error) {
      throw new StepFailed(`Step ${place}, "${title}", failed: ${reasonOf(error)}.`, { cause: error });
    }
  }
  good('all steps went as the onboarding kit and the webhook cookbook tell');
  return story;
}

/** What fetch throws says why in its cause alone. */
function reasonOf({ message, cause }) {
  return message === 'fetch failed' ? `the server could not be reached: ${cause?.message}` : message;
}
