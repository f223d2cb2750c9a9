const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const { exclude: _specs, ...swc } = JSON.parse(readFileSync(join(__dirname, '.swcrc'), 'utf8'));

const common = {
  rootDir: __dirname,
  testEnvironment: 'node',
  transform: { '^.+\\.ts$': ['@swc/jest', { ...swc, swcrc: false }] },
  setupFiles: ['<rootDir>/test/setup/worker-threads.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.data'],
};

const service = { ...common, globalSetup: '<rootDir>/test/setup/global-setup.ts' };

/** `npm test` runs the specs of the routes in shares (test/together), `npm run test:some` each by itself. */
const routes = process.env.TOGETHER
  ? Array.from({ length: 10 }, (_, number) => ({
      ...service,
      displayName: `routes ${number + 1}`,
      testMatch: ['<rootDir>/test/together/share.ts'],
      globals: { share: { number, of: 10 } },
    }))
  : [{ ...service, displayName: 'routes', testMatch: ['<rootDir>/test/{e2e,contract}/**/*.spec.ts'] }];

/** Unit tests stand beside pure code and need nothing; all else runs against the real PostgreSQL and Redis of `npm test`. */
/** @type {import('jest').Config} */
module.exports = {
  maxWorkers: 2,
  // Modules that watch the process keep what a file has loaded: a worker that has grown is replaced before collecting garbage slows it.
  workerIdleMemoryLimit: '700MB',
  testTimeout: 60_000,
  projects: [
    { ...common, displayName: 'unit', testMatch: ['<rootDir>/src/**/*.spec.ts'] },
    { ...common, displayName: 'launcher', testMatch: ['<rootDir>/test/launcher/**/*.spec.ts'] },
    {
      ...service,
      displayName: 'service',
      testMatch: ['<rootDir>/test/**/*.spec.ts'],
      testPathIgnorePatterns: ['<rootDir>/test/(launcher|e2e|contract)/'],
    },
    ...routes,
  ],
};
