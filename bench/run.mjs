import { availableParallelism } from 'node:os';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { exitWith } from '../scripts/launcher/failure.mjs';
import { startStack } from '../scripts/launcher/index.mjs';
import { measureAccept } from './accept.mjs';
import { anotherDatabase } from './databases.mjs';
import { measureDelivery } from './delivery.mjs';
import { measureGateway } from './gateway.mjs';
import { measureGrowth } from './growth.mjs';
import { measureLatency } from './latency.mjs';
import { measureNeighbours } from './neighbours.mjs';
import { measureRowLevelSecurity } from './row-level-security.mjs';
import { formatTable } from './table.mjs';
import { measureUsage } from './usage.mjs';

const usage = `npm run bench [-- [accept] [delivery] [gateway] [usage] [isolation] [options]]

Measures the built server on a PostgreSQL and a Redis of its own, as durable as in production, and prints a table.
Rates are compared within one run, by turns; what else the machine does counts for both.

  --json FILE        also writes the rows there, as [{ name, value, unit, target, ok }]
  --rounds N         of which the median counts (3)
  --seconds N        of each measurement (4)
  --deliveries N     of each round (20000)
  --past N           deliveries of the past for the figure of growth (5000000)
`;
const parts = {
  accept: [measureAccept],
  delivery: [measureDelivery, measureLatency, measureNeighbours, measureGrowth],
  gateway: [measureGateway],
  usage: [measureUsage],
  isolation: [measureRowLevelSecurity],
};

try {
  process.exit(await run(readArguments()));
} catch (error) {
  exitWith(error);
}

function readArguments() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'string' },
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '4' },
      deliveries: { type: 'string', default: '20000' },
      past: { type: 'string', default: '5000000' },
      help: { type: 'boolean' },
    },
  });
  const unknown = positionals.find((name) => !parts[name]);
  if (values.help || unknown) {
    process.stdout.write(usage);
    process.exit(unknown ? 1 : 0);
  }
  return { ...values, wanted: positionals.length > 0 ? positionals : Object.keys(parts) };
}

async function run({ wanted, json, ...numbers }) {
  const say = (line) => process.stderr.write(`${line}\n`);
  // A database of somebody's own is neither filled with rows of a benchmark nor as empty as the next one's.
  delete process.env.DATABASE_URL;
  delete process.env.REDIS_URL;
  const stack = await startStack({ ephemeral: true, durable: true, log: say });
  const options = { stack, say, logFile: join(stack.logFolder, 'server.log') };
  const sizes = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, Number(value)]));
  const rows = [];
  try {
    for (const [place, measure] of wanted.flatMap((name) => parts[name]).entries()) {
      const own = await anotherDatabase(stack, `bench_${place}`);
      rows.push(...(await measure({ ...options, ...sizes, stack: own })));
    }
  } finally {
    await stack.stop();
  }
  const machine = `node ${process.versions.node}, ${availableParallelism()} processors, ${process.platform}`;
  process.stdout.write(`\n${formatTable(rows)}\n\n${machine}\n`);
  if (json) writeFileSync(json, `${JSON.stringify(rows, null, 2)}\n`);
  return 0;
}
