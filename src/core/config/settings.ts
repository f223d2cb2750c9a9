import { domainSettings } from './domain-settings';
import { networkSettings } from './network-settings';
import { rateSettings } from './rate-settings';
import { choice, required, Setting, text, whole } from './setting-words';

/** Every setting of the service. `.env.example` is printed from this table, and a test keeps the two equal. */
export const settings = {
  ROLE: choice(
    ['all', 'api', 'worker'],
    'all',
    'What this process runs: the HTTP API, the background workers, or both.',
  ),
  HOST: text('127.0.0.1', 'Address to listen on. Use 0.0.0.0 inside a container.'),
  PORT: whole(3000, 'Port to listen on; 0 takes a free one.', 0, 65_535),
  PUBLIC_URL: text(
    'http://localhost:3000',
    'Address under which consumers reach this service; used in links and documentation.',
  ),
  LOG_LEVEL: choice(
    ['trace', 'debug', 'info', 'warn', 'error', 'silent'],
    'info',
    'Least severe log line that is written.',
  ),
  DATABASE_URL: required(
    'PostgreSQL 15 or newer, for example postgres://flowie:secret@localhost:5432/flowie.',
  ),
  DATABASE_POOL_SIZE: whole(
    10,
    'Connections this process keeps to PostgreSQL; half of them serve requests of tenants.',
    2,
    100,
  ),
  REDIS_URL: required(
    'Redis 6 or newer (or Valkey), for example redis://localhost:6379. It carries wake-ups, never the only copy of anything.',
  ),
  REDIS_PREFIX: text('{flowie}', 'Prefix of all Redis keys; the braces keep them in one slot of a cluster.'),
  JWT_SECRET: required(
    'At least 32 characters; signs the tokens of POST /auth/login and of the gateway.',
    32,
  ),
  SEALING_KEYS: required(
    'Keys that seal webhook secrets and stored answers: id:base64 of 32 bytes, comma separated, the first one seals.',
    40,
  ),
  DEFAULT_MODE: choice(
    ['test', 'live'],
    'test',
    'Mode of dashboard sessions, and of keys minted with them when the body names none.',
  ),
  ADMIN_EMAIL: text('admin@example.com', 'Account made at the first start, in an empty database.'),
  ADMIN_PASSWORD: text('', 'Its password; empty: one is generated and printed once.'),
  LOCAL_ACCOUNTS: choice(
    ['on', 'off'],
    'on',
    'Whether people have accounts here; off: they sign in with the external issuer alone, which OIDC_* must then name.',
  ),
  OIDC_ISSUER: text('', 'External issuer of dashboard tokens; empty: only our own accounts.'),
  OIDC_AUDIENCE: text('', 'Audience that an external token must carry.'),
  OIDC_JWKS_URL: text('', 'Where the public keys of the external issuer are published.'),
  BODY_LIMIT_BYTES: whole(10_485_760, 'Largest request body on the Exchange API.', 1_024, 104_857_600),
  OUTBOUND_ALLOWED_CIDRS: text(
    '',
    'Private ranges that webhooks may reach, comma separated. For development only; empty in production.',
  ),
  DELIVERY_IN_FLIGHT: whole(500, 'Webhook calls this process has open at most.', 1, 10_000),
  DELIVERY_IN_FLIGHT_PER_WEBHOOK: whole(
    10,
    'Calls one webhook has open at most, over all processes.',
    1,
    1_000,
  ),
  DELIVERY_TIMEOUT_MS: whole(20_000, 'Whole time a receiver has to answer, in milliseconds.', 100, 60_000),
  DELIVERY_LEASE_MARGIN_MS: whole(
    10_000,
    'How much longer than a call may take a worker holds its delivery, in milliseconds; a dead one is waited for that long.',
    100,
    600_000,
  ),
  REPLAY_PER_SECOND: whole(
    100,
    'Deliveries a second that a webhook gets when held or past ones are sent to it.',
    1,
    10_000,
  ),
  EVENT_RETENTION_MONTHS: whole(
    24,
    'Whole months that events, deliveries and attempts are kept for; 0 keeps them for ever.',
    0,
    240,
  ),
  AUDIT_RETENTION_MONTHS: whole(
    0,
    'Whole months that the audit log is kept for; 0 keeps it for ever.',
    0,
    1_200,
  ),
  RETENTION_DEFAULT_YEARS: whole(
    10,
    'Years that documents are kept for where no law of a country is known here, from the end of the year of issue.',
    1,
    100,
  ),
  SWEEP_INTERVAL_MS: whole(
    2_000,
    'How often due work that no wake-up announced is looked for, in milliseconds.',
    50,
    60_000,
  ),
  SMTP_URL: text(
    '',
    'Mail server, for example smtp://user:secret@mail.example.com:587; empty: mails are written into MAIL_OUTBOX.',
  ),
  MAIL_FROM: text('Flowie Exchange <no-reply@localhost>', 'Sender of the mails to organizations.'),
  MAIL_OUTBOX: text(
    '.data/mails',
    'Folder that mails are written into, as .eml files, when there is no SMTP_URL.',
  ),
  METRICS_TOKEN: text(
    '',
    'Bearer token that GET /metrics asks for; empty: only callers on this machine are answered.',
  ),
  READINESS_MAX_LAG_SECONDS: whole(
    300,
    'Readiness says degraded when the oldest due delivery or job has waited for longer than this.',
    1,
    86_400,
  ),
  GATEWAY_ACTIONS_PER_TENANT: whole(100, 'Actions a tenant of the gateway may register.', 1, 10_000),
  GATEWAY_REQUESTS_PER_HOUR: whole(
    1_000,
    'Requests a tenant of the gateway may make each hour.',
    1,
    10_000_000,
  ),
  GATEWAY_BODY_LIMIT_BYTES: whole(1_048_576, 'Largest request body on the gateway.', 1_024, 10_485_760),
  GATEWAY_CALL_TIMEOUT_MS: whole(
    30_000,
    'Whole time that an action has to answer, in milliseconds.',
    100,
    120_000,
  ),
  GATEWAY_CONCURRENCY: whole(200, 'Actions this process calls at a time.', 1, 10_000),
  GATEWAY_CONCURRENCY_PER_TENANT: whole(
    50,
    'Actions this process calls at a time for one tenant.',
    1,
    10_000,
  ),
  GATEWAY_EXECUTION_RETENTION_DAYS: whole(
    30,
    'Days that executions of actions are kept for; 0 keeps them for ever.',
    0,
    3_650,
  ),
  GATEWAY_JWT_KEYS: text(
    '',
    'Keys that sign the JWTs of the gateway: id:secret of at least 32 characters, comma separated, the first one signs; empty: JWT_SECRET.',
  ),
  ...networkSettings,
  ...domainSettings,
  ...rateSettings,
  PASSWORD_HASH_COST: whole(
    14,
    'Cost of hashing a password: the power of two that is N of scrypt, with r 8 and p 5. 14 is what OWASP advises; each step doubles time and memory.',
    10,
    18,
  ),
  LOGIN_ATTEMPTS_PER_MINUTE: whole(10, 'Sign-in attempts an address may make each minute.', 1, 10_000),
} as const;

type Values = {
  readonly [K in keyof typeof settings]: (typeof settings)[K] extends Setting<infer T> ? T : never;
};

/** The parsed settings, injectable; the only way to read the environment. */
export class Settings extends (Object as unknown as new () => Values) {}
