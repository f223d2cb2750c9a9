import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { admin, TestApp } from '../../support/app';
import { refusal } from '../../support/authentication';
import { firstOrganizationId } from '../../support/events';
import { freshToken, newEmail } from '../../support/people';

const command = join(__dirname, '../../../dist/commands/organization.js');
let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

type Said = { code: number; out: string; complaint: string };

function runWith(settings: Record<string, string>, ...given: string[]): Promise<Said> {
  const env = { ...process.env, DATABASE_URL: app.databaseUrl, PASSWORD_HASH_COST: '10', ...settings };
  return new Promise((resolve) => {
    execFile(process.execPath, [command, ...given], { env }, (error, out, complaint) =>
      resolve({ code: error ? Number(error.code) : 0, out, complaint }),
    );
  });
}

const run = (...given: string[]) => runWith({}, ...given);
const idIn = ({ out }: Said) => /^org_\w+/.exec(out)![0];

async function created(name = 'ACME Group', email = newEmail('owner')) {
  const said = await run('create', name, email);
  const password = / with the password (\S+)\n/.exec(said.out)![1]!;
  return { id: idIn(said), email, password, token: await freshToken(app, { email, password }) };
}

const countOf = async (table: string): Promise<number> =>
  (await app.database.query(`SELECT count(*)::integer AS count FROM ${table}`))[0].count;

describe('npm run organization -- create', () => {
  it('makes an organization and its owner, whose password is said once; the audit log tells of it', async () => {
    const { id, email, token } = await created('  ACME Group ');
    const { body } = await app.get('/me', token);
    expect(body).toMatchObject({
      organization: { id, name: 'ACME Group', entitlements: [] },
      caller: { email, role: 'owner' },
    });
    const { data } = (await app.get('/platform/audit?action=organization.*', token)).body;
    expect(data).toEqual([
      expect.objectContaining({
        action: 'organization.created',
        subject: { type: 'organization', id },
        actor: expect.objectContaining({ kind: 'operator', id: 'npm run organization' }),
        changes: [
          { field: 'name', to: 'ACME Group' },
          { field: 'owner', to: email },
        ],
      }),
    ]);
  });

  it('lets an address that has an account own one organization more, with the password that it has', async () => {
    const said = await run('create', 'Second of mine', admin.email.toUpperCase());
    expect(said).toMatchObject({
      code: 0,
      out: `${idIn(said)} is "Second of mine". Its owner is ${admin.email}, who signs in as before.\n`,
    });
    const { body } = await app.post('/auth/login', undefined, admin);
    const ids = body.organizations.map((one: { id: string; role: string }) => [one.id, one.role]);
    expect(ids).toEqual([[await firstOrganizationId(app), 'owner'], [idIn(said), 'owner']]); // prettier-ignore
  });

  it('changes nothing when it is repeated, also at the same time', async () => {
    const [name, email] = ['Repeated', newEmail('owner')];
    const before = await countOf('organizations');
    const both = await Promise.all([run('create', name, email), run('create', name, email)]);
    const again = await run('create', name, email);
    expect(again).toMatchObject({
      code: 0,
      out: `${idIn(again)} is "Repeated" of ${email} already. Nothing was changed.\n`,
    });
    expect(both.map(idIn)).toEqual([idIn(again), idIn(again)]);
    expect(both.filter(({ out }) => out.includes('with the password'))).toHaveLength(1);
    expect(await countOf('organizations')).toBe(before + 1);
  });

  it('refuses where an external issuer keeps the accounts', async () => {
    const { code, complaint } = await runWith({ LOCAL_ACCOUNTS: 'off' }, 'create', 'ACME', newEmail());
    expect([code, complaint.split('\n')[0]]).toEqual([
      1,
      'Nothing was changed: with LOCAL_ACCOUNTS=off organizations come with the tokens of the external issuer.',
    ]);
  });
});

describe('npm run organization -- grant and revoke', () => {
  it('open and close branding, once each however often they are given', async () => {
    const { id, token } = await created();
    const wish = { name: 'platform', scopes: ['*'], keyType: 'platform' };
    const { key } = (await app.post('/api-keys', token, wish)).body;
    const brand = () =>
      app.exchange('PATCH', '/platform/settings', { key, body: { branding: { displayName: 'ACME' } } });
    expect(refusal(await brand())).toEqual([403, 'ENTITLEMENT_REQUIRED']);
    for (const _time of [1, 2])
      expect(await runWith({ LOCAL_ACCOUNTS: 'off' }, 'grant', id, 'white_label')).toMatchObject({
        code: 0,
        out: `${id} has white_label.\n`,
      });
    expect((await brand()).status).toBe(200);
    for (const _time of [1, 2])
      expect((await run('revoke', id, 'white_label')).out).toBe(`${id} has no white_label.\n`);
    expect(refusal(await brand())).toEqual([403, 'ENTITLEMENT_REQUIRED']);
    const { data } = (await app.get('/platform/audit?actor=operator', token)).body;
    expect(data.map((one: any) => [one.action, one.changes[0].to])).toEqual([
      ['organization.entitlement_revoked', []],
      ['organization.entitlement_granted', ['white_label']],
      ['organization.created', 'ACME Group'],
    ]);
  });
});

describe('npm run organization', () => {
  it('lists them all, the oldest first', async () => {
    const { id, email } = await created('Bell\u202e Ltd');
    await app.database.query(`INSERT INTO organizations (id, name, created_at) VALUES ('org_external', 'org_external', '2100-01-01')`); // prettier-ignore
    const lines = (await run('list')).out.trim().split('\n');
    expect(lines[0]).toBe(`${await firstOrganizationId(app)}: My organization; owned by ${admin.email}; white_label`); // prettier-ignore
    expect(lines.slice(-2)).toEqual([
      `${id}: Bell  Ltd; owned by ${email}`,
      'org_external: org_external; no owner with an account here',
    ]);
  });

  it.each([
    [[], 'say what to do: list, create, grant, revoke'],
    [['create', 'ACME'], 'create takes 2 words after it, and got 1'],
    [['create', ' ', 'anna@example.com'], 'the name must have 1 to 200 characters, in one line'],
    [['create', 'ACME', 'anna'], 'the owner is "anna" but must be an address such as anna@example.com'],
    [['grant', 'org_nobody', 'white_label'], 'there is no organization "org_nobody"'],
    [['revoke', 'org_nobody', 'gold'], 'there is white_label to revoke, and no "gold"'],
  ])('says what is wrong with %j', async (given, sentence) => {
    expect(await run(...given)).toEqual({
      code: 1,
      out: '',
      complaint: `Nothing was changed: ${sentence}.\nnpm run organization -- --help explains it.\n`,
    });
  });

  it('explains itself', async () => {
    const { code, out } = await run('--help');
    expect([code, out.split('\n')[0]]).toEqual([0, 'npm run organization -- list']);
  });
});
