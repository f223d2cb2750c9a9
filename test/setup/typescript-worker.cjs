const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { transformSync } = require('@swc/core');

const { exclude: _specs, ...swc } = JSON.parse(readFileSync(join(__dirname, '../../.swcrc'), 'utf8'));

/** Lets a worker thread read TypeScript, as jest lets the tests. */
require.extensions['.ts'] = (module, filename) => {
  const options = { ...swc, swcrc: false, filename, sourceMaps: 'inline' };
  module._compile(transformSync(readFileSync(filename, 'utf8'), options).code, filename);
};
