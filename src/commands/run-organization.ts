import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { DataSource } from 'typeorm';
import { SystemClock } from '../core/clock/clock';
import { readSomeSettings } from '../core/config/read-settings';
import { Settings } from '../core/config/settings';
import { dataSourceOptions } from '../core/database/data-source';
import { isAddress } from '../core/mail/message';
import { ListedOrganization, normalizeEmail, Organizations, PasswordHashing } from '../modules/accounts';

export type OrganizationWish =
  | { action: 'list' }
  | { action: 'create'; name: string; email: string }
  | { action: 'grant' | 'revoke'; organizationId: string; entitlement: string };

/** Carries out one wish, and says what came of it. */
export async function runOrganization(wish: OrganizationWish): Promise<void> {
  const settings = readSomeSettings('DATABASE_URL', 'LOCAL_ACCOUNTS', 'PASSWORD_HASH_COST');
  if (wish.action === 'create') checkOwner(wish.email, settings.LOCAL_ACCOUNTS);
  const dataSource = await new DataSource(dataSourceOptions(settings.DATABASE_URL, 2)).initialize();
  try {
    const hashing = new PasswordHashing(settings as Settings);
    const organizations = new Organizations(dataSource, hashing, new SystemClock());
    process.stdout.write(`${await carryOut(organizations, wish)}\n`);
  } finally {
    await dataSource.destroy();
  }
}

function checkOwner(email: string, localAccounts: string): void {
  if (localAccounts === 'off')
    throw new Error('with LOCAL_ACCOUNTS=off organizations come with the tokens of the external issuer');
  if (!isAddress(normalizeEmail(email)))
    throw new Error(`the owner is "${email}" but must be an address such as anna@example.com`);
}

async function carryOut(organizations: Organizations, wish: OrganizationWish): Promise<string> {
  if (wish.action === 'list')
    return (await organizations.list()).map(describe).join('\n') || 'There are no organizations yet.';
  if (wish.action === 'create') return create(organizations, wish.name, normalizeEmail(wish.email));
  const { action, organizationId, entitlement } = wish;
  await organizations.setEntitlement(organizationId, entitlement, action === 'grant');
  return `${organizationId} has ${action === 'grant' ? '' : 'no '}${entitlement}.`;
}

async function create(organizations: Organizations, name: string, email: string): Promise<string> {
  const password = randomBytes(18).toString('base64url');
  const { id, isNew, hadAccount } = await organizations.create(name, { email, password });
  if (!isNew) return `${id} is "${name}" of ${email} already. Nothing was changed.`;
  if (hadAccount) return `${id} is "${name}". Its owner is ${email}, who signs in as before.`;
  return (
    `${id} is "${name}". Its owner signs in as ${email} with the password ${password}\n` +
    `It is shown this once; "forgot password" sends a link to another one.`
  );
}

function describe({ id, name, owners, entitlements }: ListedOrganization): string {
  // What users have typed must not move the cursor of an operator's terminal.
  const title = name.replace(/[\p{Cc}\p{Cf}]/gu, ' ');
  const owned = owners.length > 0 ? `owned by ${owners.join(', ')}` : 'no owner with an account here';
  return [`${id}: ${title}`, owned, ...entitlements].join('; ');
}
