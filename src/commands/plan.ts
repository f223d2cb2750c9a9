import { parseArgs } from 'node:util';
import type { PlanWish } from './run-plan';

const usage = `npm run plan -- list
npm run plan -- set NAME [--documents N] [--per-company N] [--hard]
npm run plan -- assign ORGANIZATION NAME
npm run plan -- unassign ORGANIZATION
npm run plan -- remove NAME

Says how many documents organizations may send in a calendar month (UTC), in live and in test mode apart. Without a
plan they may send as many as they like. At 80 percent and at the limit the organization is told, by mail and by the
event quota.warning. Servers go by a change within seconds. Needs DATABASE_URL.

  --documents N     in all; without it as many as they like
  --per-company N   for each of their companies; without it as many as they like
  --hard            documents beyond are refused (429 QUOTA_EXCEEDED); without it they are sent all the same
  --help            this text
`;
const places: Record<string, number> = { list: 0, set: 1, assign: 2, unassign: 1, remove: 1 };
const nameShape = /^[a-z0-9][a-z0-9_-]{0,49}$/;
const largest = 1_000_000_000;

/** Throws a sentence that says what is wrong with the arguments; undefined for whoever asks for help. */
function readArguments(given: string[]): PlanWish | undefined {
  const flag = { type: 'boolean', default: false } as const;
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args: given,
    allowPositionals: true,
    options: { hard: flag, help: flag, documents: text, 'per-company': text },
  });
  if (values.help) return undefined;
  const [action = '', first = '', second = ''] = positionals;
  if (places[action] === undefined) throw new Error(`say what to do: ${Object.keys(places).join(', ')}`);
  if (positionals.length !== places[action] + 1)
    throw new Error(`${action} takes ${places[action]} words after it, and got ${positionals.length - 1}`);
  if (action === 'list') return { action };
  if (action === 'assign') return { action, organizationId: first, name: second };
  if (action === 'unassign') return { action, organizationId: first };
  if (action === 'remove') return { action, name: first };
  if (!nameShape.test(first))
    throw new Error(`the name "${first}" must have 1 to 50 small letters, digits, hyphens and underscores`);
  const documents = readLimit('--documents', values.documents);
  const documentsPerCompany = readLimit('--per-company', values['per-company']);
  return { action: 'set', plan: { name: first, documents, documentsPerCompany, hard: values.hard } };
}

function readLimit(option: string, given: string | undefined): number | null {
  if (given === undefined) return null;
  if (/^\d{1,10}$/.test(given) && Number(given) <= largest) return Number(given);
  throw new Error(`${option} is "${given}" but must be a whole number from 0 to ${largest}`);
}

async function main(): Promise<void> {
  const wish = readArguments(process.argv.slice(2));
  if (!wish) return void process.stdout.write(usage);
  // Loaded when there is work: whoever asks for help, or mistypes, need not wait for it.
  const { runPlan } = await import('./run-plan');
  await runPlan(wish);
}

main().catch((error: Error) => {
  process.stderr.write(`Nothing was changed: ${error.message}.\nnpm run plan -- --help explains it.\n`);
  process.exit(1);
});
