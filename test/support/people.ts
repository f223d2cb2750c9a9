import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Role } from '../../src/core/auth/roles';
import { Settings } from '../../src/core/config/settings';
import { Transactions } from '../../src/core/database/transaction';
import { AccountsService, PasswordHashing } from '../../src/modules/accounts';
import { TestApp } from './app';
import { firstOrganizationId } from './events';
import { eventually } from './eventually';
import { readMail } from './mail-message';
import { settledMail } from './mails';

export interface Person {
  userId: string;
  email: string;
  password: string;
}

const password = 'violet anchors drift slowly';
let hash: Promise<string> | undefined;

export function newEmail(name = 'person'): string {
  return `${name}-${randomInt(1e12)}@example.com`;
}

/** Somebody with an account, as a member in that role; of the first organization unless said otherwise. */
export async function newMember(app: TestApp, role: Role, organizationId?: string): Promise<Person> {
  const email = newEmail(role);
  const passwordHash = await (hash ??= app.app.get(PasswordHashing).hash(password));
  const user = await app.app
    .get(Transactions)
    .run((tx) => app.app.get(AccountsService).createUser(tx, email, passwordHash));
  await addMembership(app, user!.id, organizationId ?? (await firstOrganizationId(app)), role);
  return { userId: user!.id, email, password };
}

export async function addMembership(
  app: TestApp,
  userId: string,
  organizationId: string,
  role: Role,
): Promise<void> {
  await app.database.query(`INSERT INTO memberships (user_id, organization_id, role) VALUES ($1, $2, $3)`, [
    userId,
    organizationId,
    role,
  ]);
}

/** A sign-in of its own, where the cached token of others must not end. */
export async function freshToken(app: TestApp, { email, password }: Omit<Person, 'userId'>): Promise<string> {
  const { body } = await app.post('/auth/login', undefined, { email, password });
  return body.accessToken as string;
}

export function mailCount(app: TestApp, email: string): Promise<number> {
  return app.database
    .query('SELECT count(*)::integer AS count FROM mails WHERE $1 = ANY (recipients)', [email])
    .then(([{ count }]) => count as number);
}

/** The newest mail to that address, once it has gone out. */
export async function lastMail(
  app: TestApp,
  email: string,
): Promise<{ id: string; subject: string; text: string }> {
  const id = await eventually(`a mail to ${email}`, async () => {
    const [row] = await app.database.query(
      'SELECT id FROM mails WHERE $1 = ANY (recipients) ORDER BY id DESC LIMIT 1',
      [email],
    );
    return row?.id as string | undefined;
  });
  expect((await settledMail(app, id)).status).toBe('sent');
  const raw = await readFile(join(app.app.get(Settings).MAIL_OUTBOX, `${id}.eml`), 'utf8');
  const { headers, text } = readMail(raw);
  return { id, subject: headers.subject!, text };
}

/** What the link in the newest mail to that address ends with. */
export async function mailedToken(app: TestApp, email: string): Promise<string> {
  const { text } = await lastMail(app, email);
  return /http:\/\/localhost:3000\/account\/(?:password|invitation)#([\w-]{43})\n/.exec(text)![1]!;
}
