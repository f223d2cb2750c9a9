import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

const noClock = {
  object: 'Date',
  property: 'now',
  message: 'The time comes from core/clock, so that tests and the sandbox can move it.',
};

const httpClients =
  'HTTP clients live in core/outbound and network only: what guards calls must not be gone around.';
const dialling = { importNames: ['default', 'connect', 'createConnection', 'Socket'], message: httpClients };
const clientPackages = [
  'axios',
  'got',
  'node-fetch',
  'superagent',
  'ky',
  'undici',
  'ws',
  'eventsource',
  'node:http2',
  'http2',
];
const clientGlobals = ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource'];
const importBans = [
  {
    name: '@nestjs/common',
    importNames: ['forwardRef'],
    message: 'A circle means a port or an event is missing.',
  },
  {
    name: 'typeorm',
    importNames: ['EventSubscriber'],
    message: 'Subscribers are hidden effects; append an event.',
  },
];
const clientBans = [
  ...clientPackages.map((name) => ({ name, message: httpClients })),
  ...['node:net', 'net'].map((name) => ({ name, ...dialling })),
  ...['node:tls', 'tls', 'node:https', 'https'].map((name) => ({ name, message: httpClients })),
  ...['node:http', 'http'].map((name) => ({
    name,
    importNames: ['default', 'request', 'get', 'Agent'],
    message: httpClients,
  })),
];

export default tseslint.config(
  { ignores: ['dist/', '.data/', 'coverage/', '**/*.js', '**/*.cjs'] },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'max-lines': ['error', { max: 250, skipComments: false }],
      complexity: ['error', 12],
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'Only core/config reads the environment; inject Settings.',
        },
        {
          selector:
            "CallExpression[callee.property.name='save'][callee.object.name=/repository|manager|tx/i]",
          message: 'save() selects before it writes; use insert, update or SQL.',
        },
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'The time comes from core/clock, so that tests and the sandbox can move it.',
        },
      ],
      'no-restricted-properties': [
        'error',
        noClock,
        ...clientGlobals.map((property) => ({ object: 'globalThis', property, message: httpClients })),
      ],
      'no-restricted-globals': [
        'error',
        ...['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource'].map((name) => ({
          name,
          message: httpClients,
        })),
      ],
      'no-restricted-imports': ['error', { paths: [...importBans, ...clientBans] }],
    },
  },
  {
    files: ['src/core/config/**', 'src/core/database/migrate.ts', 'ormconfig.ts', 'test/**', 'bench/**'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['src/core/clock/**', 'src/core/outbound/**', 'test/**', 'bench/**', '**/*.spec.ts'],
    rules: { 'no-restricted-properties': 'off', 'no-restricted-syntax': 'off' },
  },
  {
    files: ['src/core/outbound/**', 'src/network/**', 'test/**', 'bench/**', '**/*.spec.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: importBans }] },
  },
  {
    files: ['test/**', 'bench/**', '**/*.spec.ts'],
    // Tests read the parts of answers that they assert; what has no type there needs none.
    rules: {
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      'no-restricted-globals': 'off',
    },
  },
  {
    files: ['scripts/**/*.mjs', '*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
        performance: 'readonly',
        AbortController: 'readonly',
        TextDecoder: 'readonly',
      },
    },
    rules: { 'max-lines': ['error', 250] },
  },
);
