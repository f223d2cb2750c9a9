import { parseArgs } from 'node:util';
import type { OrganizationWish } from './run-organization';

const usage = `npm run organization -- list
npm run organization -- create NAME OWNER_EMAIL
npm run organization -- grant ORGANIZATION white_label
npm run organization -- revoke ORGANIZATION white_label

Makes organizations, and says what they have paid for. create prints a password for the owner once; an address that has
an account keeps its password and owns one organization more. A repeat changes nothing. white_label lets an organization
choose its branding and its custom domain, and make white-label keys; revoking it leaves what it has chosen and made.
Each change stands in the audit log of the organization. Needs DATABASE_URL.

  --help            this text
`;
const places: Record<string, number> = { list: 0, create: 2, grant: 2, revoke: 2 };
const longestName = 200;

/** Throws a sentence that says what is wrong with the arguments; undefined for whoever asks for help. */
function readArguments(given: string[]): OrganizationWish | undefined {
  const { values, positionals } = parseArgs({
    args: given,
    allowPositionals: true,
    options: { help: { type: 'boolean', default: false } },
  });
  if (values.help) return undefined;
  const [action = '', first = '', second = ''] = positionals;
  if (places[action] === undefined) throw new Error(`say what to do: ${Object.keys(places).join(', ')}`);
  if (positionals.length !== places[action] + 1)
    throw new Error(`${action} takes ${places[action]} words after it, and got ${positionals.length - 1}`);
  if (action === 'list') return { action };
  if (action === 'create') return { action, name: readName(first), email: second };
  if (second !== 'white_label') throw new Error(`there is white_label to ${action}, and no "${second}"`);
  return { action: action as 'grant' | 'revoke', organizationId: first, entitlement: second };
}

function readName(given: string): string {
  const name = given.trim();
  if (name !== '' && name.length <= longestName && !/\p{Cc}/u.test(name)) return name;
  throw new Error(`the name must have 1 to ${longestName} characters, in one line`);
}

async function main(): Promise<void> {
  const wish = readArguments(process.argv.slice(2));
  if (!wish) return void process.stdout.write(usage);
  // Loaded when there is work: whoever asks for help, or mistypes, need not wait for it.
  const { runOrganization } = await import('./run-organization');
  await runOrganization(wish);
}

main().catch((error: Error) => {
  process.stderr.write(
    `Nothing was changed: ${error.message}.\nnpm run organization -- --help explains it.\n`,
  );
  process.exit(1);
});
