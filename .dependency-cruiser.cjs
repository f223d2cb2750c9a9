/** Who may import whom; ARCHITECTURE.md draws the same picture. */
const arrows = {
  'api-keys': ['companies'],
  compliance: ['companies', 'documents'],
  documents: ['companies'],
  events: ['documents'],
  members: ['accounts'],
  webhooks: ['companies', 'events'],
  'platform-settings': ['companies'],
  'platform-usage': ['companies'],
  retention: ['companies', 'documents'],
  'custom-domains': ['platform-settings'],
  onboarding: ['companies', 'api-keys', 'webhooks'],
  sandbox: ['accounts', 'companies', 'api-keys', 'platform-settings'],
};
const modules = [
  'accounts',
  'api-keys',
  'audit',
  'companies',
  'custom-domains',
  'directory',
  'compliance',
  'documents',
  'events',
  'gateway-actions',
  'members',
  'onboarding',
  'platform-settings',
  'platform-health',
  'platform-usage',
  'retention',
  'sandbox',
  'webhooks',
];
const httpClients = ['undici', 'axios', 'got', 'node-fetch', 'superagent', 'ky', 'ws', 'eventsource'];

/** Matches packages, installed or not. */
const packages = (names) => `(^|node_modules/)(${names.join('|')})(/|$)`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^src', pathNot: ['\\.spec\\.ts$', 'migrations/'] },
      to: {},
    },
    {
      name: 'core-knows-no-domain',
      severity: 'error',
      from: { path: '^src/core' },
      to: { path: '^src/(?!core)' },
    },
    {
      name: 'network-knows-core-only',
      severity: 'error',
      from: { path: '^src/network' },
      to: { path: '^src/(modules|web|extensions)' },
    },
    {
      name: 'modules-see-ports-of-the-network',
      severity: 'error',
      from: { path: '^src/modules' },
      to: { path: '^src/network', pathNot: '\\.port\\.ts$' },
    },
    {
      name: 'modules-through-their-index',
      severity: 'error',
      from: { path: '^src/(modules/([^/]+)|extensions|commands|app)' },
      to: { path: '^src/modules/([^/]+)/(?!index\\.ts)', pathNot: '^src/modules/$2/' },
    },
    ...modules.map((name) => ({
      name: `arrows-of-${name}`,
      severity: 'error',
      from: { path: `^src/modules/${name}/` },
      to: { path: '^src/modules/', pathNot: `^src/modules/(${[name, ...(arrows[name] ?? [])].join('|')})/` },
    })),
    {
      name: 'nobody-imports-onboarding',
      severity: 'error',
      from: { path: '^src/modules/(?!onboarding)' },
      to: { path: '^src/modules/onboarding/' },
    },
    {
      name: 'nobody-imports-the-sandbox',
      severity: 'error',
      from: { path: '^src/modules/(?!sandbox)' },
      to: { path: '^src/modules/sandbox/' },
    },
    {
      name: 'web-imports-no-module',
      severity: 'error',
      from: { path: '^src/web' },
      to: { path: '^src/(modules|network)' },
    },
    {
      name: 'controllers-leave-tables-alone',
      severity: 'error',
      from: { path: '\\.controller\\.ts$' },
      to: { path: '\\.(repository|entity)\\.ts$' },
    },
    {
      name: 'http-clients-in-outbound-and-network',
      severity: 'error',
      from: { path: '^src', pathNot: '^src/(core/outbound|network)/' },
      to: { path: `^(node:)?(https?|http2|tls)$|${packages(httpClients)}` },
    },
    {
      name: 'mail-through-core-mail',
      severity: 'error',
      from: { path: '^src', pathNot: '^src/core/mail/' },
      to: { path: packages(['nodemailer']) },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    exclude: { path: '^(dist|test|bench|scripts)' },
  },
};
