import { choice, whole } from './setting-words';

const highest = 10_000_000;

/** How many requests are too many, over all processes, and who may try the service without an account. */
export const rateSettings = {
  RATE_LIMIT_PER_MINUTE: whole(
    6_000,
    'Requests that a key, or a user of the dashboard, may make each minute; 0: as many as they like.',
    0,
    highest,
  ),
  RATE_LIMIT_PUBLIC_PER_MINUTE: whole(
    600,
    'Requests that an address may make each minute to routes that need no key; 0: as many as it likes.',
    0,
    highest,
  ),
  RATE_LIMIT_FAILURES_PER_MINUTE: whole(
    120,
    'Answers 401 that an address gets each minute, before they become 429; 0: as many as it likes.',
    0,
    highest,
  ),
  SANDBOX_BOOTSTRAP: choice(
    ['auto', 'on', 'off'],
    'auto',
    'Whether anyone may get a sandbox of their own (POST /sandbox/bootstrap); auto: where DEFAULT_MODE is test.',
  ),
  SANDBOX_BOOTSTRAPS_PER_HOUR: whole(120, 'Sandboxes that an address may get each hour.', 1, highest),
} as const;
