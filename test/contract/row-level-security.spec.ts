import { Type } from '@nestjs/common';
import { Client } from 'pg';
import { Reach, RowScope } from '../../src/core/database/row-scope';
import { asSystem, outsideOfRequests } from '../../src/core/http/current-request';
import { ApiError } from '../../src/core/http/api-error';
import { ApiKeysService } from '../../src/modules/api-keys';
import { CompaniesService } from '../../src/modules/companies';
import { GatewayActionsService } from '../../src/modules/gateway-actions/gateway-actions.service';
import { gatewayJwt } from '../e2e/gateway/gateway';
import { TestApp } from '../support/app';
import { call } from '../support/http';
import { inRequest } from '../support/in-request';
import { Owner, place, RowForge, Table } from '../support/row-forge';
import { onboard, platformKey, signIn } from '../support/scenario';

/** Tables without tenants' rows: requests have no business there at all. Adding one is a decision: it is taken here. */
const nobodys = [
  'acme_accounts',
  'acme_challenges',
  'certificate_pauses',
  'migrations',
  'outcome_progress',
  'plans',
  'sign_in_attempts',
];

const owners: Owner[] = ['org_A', 'org_B'].flatMap((organization) =>
  [false, true].flatMap((livemode) =>
    [1, 2].map((number) => ({
      organization,
      livemode,
      company: `cmp_${organization}_${livemode}_${number}`,
    })),
  ),
);

let app: TestApp;
let forge: RowForge;

beforeAll(async () => {
  // One connection for the requests, so that each takes over what the one before has left.
  app = await TestApp.start({ DATABASE_POOL_SIZE: '2', ROLE: 'api' });
  forge = await RowForge.open(app.database);
  for (const table of forge.tables) for (const owner of owners) await forge.forge(table, owner);
});
afterAll(() => app.stop());

function query<Row>(reach: Reach | undefined, sql: string, parameters?: unknown[]): Promise<Row[]> {
  return inRequest(reach, () => app.database.query(sql, parameters));
}

const scopeOf = ({ organization, livemode }: Owner): RowScope => ({ organizationId: organization, livemode });
const tenantScopeOf = (owner: Owner): RowScope => ({ ...scopeOf(owner), companyId: owner.company });

async function placesSeen(reach: Reach, { name }: Table): Promise<string[]> {
  const rows = await query<{ place: string }>(reach, `SELECT ${place} AS place FROM ${name}`);
  return rows.map((row) => row.place).sort();
}

/** How many rows a statement without a WHERE would change; it changes none. */
async function changed(reach: RowScope, sql: string): Promise<number> {
  const runner = app.database.createQueryRunner();
  return inRequest(reach, async () => {
    await runner.startTransaction();
    const [, count] = await runner.query(sql);
    await runner.rollbackTransaction();
    await runner.release();
    return count;
  });
}

describe('every table', () => {
  it('has a policy, or is out of reach', async () => {
    const [role] = await app.database.query(`SELECT rolsuper, rolbypassrls, rolcanlogin FROM pg_roles WHERE rolname = 'flowie_tenant'`); // prettier-ignore
    expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcanlogin: false });
    const open = await app.database.query(`
      SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
        AND NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid AND polname = 'tenant' AND relrowsecurity)
        AND NOT relispartition ORDER BY 1`);
    expect(open.map(({ name }: Table) => name)).toEqual(nobodys);
    const granted = await app.database.query(`
      SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
        AND (relispartition OR NOT relrowsecurity)
        AND has_table_privilege('flowie_tenant', oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')`);
    expect(granted).toEqual([]);
  });

  it('shows a request the rows of its organization, mode and company, and no others, with no WHERE at all', async () => {
    expect(forge.tables.length).toBeGreaterThan(25);
    for (const table of forge.tables) {
      for (const scope of [...owners.map(scopeOf), ...owners.map(tenantScopeOf)]) {
        const expected = forge.placesOf(table, scope);
        expect([table.name, expected.length]).not.toEqual([table.name, 0]);
        expect([table.name, scope, await placesSeen(scope, table)]).toEqual([table.name, scope, expected]);
      }
    }
  });

  it('lets a request change and delete those alone', async () => {
    const scope = scopeOf(owners[0]!);
    for (const table of forge.tables) {
      const column = table.columns[0]!.name;
      const own = forge.placesOf(table, scope).length;
      const identity = table.name === 'webhook_status_changes' ? 'status' : column;
      const updated = await changed(scope, `UPDATE ${table.name} SET ${identity} = ${identity}`);
      const deleted = await changed(scope, `DELETE FROM ${table.name}`);
      expect([table.name, updated, deleted]).toEqual([table.name, own, own]);
    }
  });

  it('takes no row of another organization, mode or company, and lets none be given away', async () => {
    const [own, otherCompany, otherMode, , otherOrganization] = owners as [Owner, Owner, Owner, Owner, Owner];
    for (const table of forge.tables.filter(({ name }) => name !== 'users')) {
      const foreign = [
        otherOrganization,
        ...(forge.isDividedBy('livemode', table) ? [otherMode] : []),
        ...(forge.isDividedBy('company_id', table) ? [otherCompany] : []),
      ];
      for (const owner of foreign) {
        const insertion = query(tenantScopeOf(own), ...forge.insertion(table, owner));
        await expect(insertion).rejects.toThrow(/row-level security/);
      }
      if (!forge.has(table, 'organization_id')) continue;
      const gift = `UPDATE ${table.name} SET organization_id = $1`;
      await expect(query(scopeOf(own), gift, ['org_B'])).rejects.toThrow(/row-level security/);
    }
  });

  it('shows nothing to a connection that was given no scope', async () => {
    const client = new Client({ connectionString: app.databaseUrl });
    await client.connect();
    await client.query('SET ROLE flowie_tenant');
    for (const { name } of forge.tables) expect((await client.query(`SELECT FROM ${name}`)).rowCount).toBe(0);
    await client.end();
  });
});

describe('the scope of a connection', () => {
  const [a, b] = [scopeOf(owners[0]!), scopeOf(owners[4]!)] as [RowScope, RowScope];
  const organizationsSeen = async (reach: Reach) =>
    (await query<{ id: string }>(reach, `SELECT id FROM organizations`)).map(({ id }) => id);

  it('is that of the request it serves, however requests take turns on it', async () => {
    const turns = Array.from({ length: 60 }, (_none, at) => [a, b, tenantScopeOf(owners[at % 8]!)][at % 3]!);
    const seen = await Promise.all(turns.map(organizationsSeen));
    expect(seen).toEqual(turns.map(({ organizationId }) => [organizationId]));
    const connections = await query('system', `SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'flowie-exchange'`); // prettier-ignore
    expect(connections).toHaveLength(2);
  });

  it('outlives no error, and no transaction that was never ended', async () => {
    await expect(query(a, 'SELECT 1 / 0')).rejects.toThrow(/division by zero/);
    await expect(query(a, 'SELECT * FROM migrations')).rejects.toThrow(/permission denied/);
    expect(await organizationsSeen(b)).toEqual(['org_B']);
    const failed = inRequest(a, () =>
      app.database.transaction(async (tx) => {
        await tx.query(`UPDATE organizations SET name = 'changed'`);
        await tx.query('SELECT 1 / 0');
      }),
    );
    await expect(failed).rejects.toThrow(/division by zero/);
    expect(await organizationsSeen(b)).toEqual(['org_B']);
    await inRequest(a, async () => {
      const runner = app.database.createQueryRunner();
      await runner.startTransaction();
      await runner.query(`UPDATE organizations SET name = 'changed'`);
      await runner.release();
    });
    expect(await organizationsSeen(b)).toEqual(['org_B']);
    expect(await organizationsSeen(a)).toEqual(['org_A']);
    expect(await query('system', `SELECT FROM organizations WHERE name = 'changed'`)).toEqual([]);
  });

  it('stays within the transaction that a request has begun', async () => {
    const seen = await inRequest(a, () =>
      app.database.transaction((tx) => asSystem(() => tx.query(`SELECT id FROM organizations`))),
    );
    expect(seen).toEqual([{ id: 'org_A' }]);
  });

  it('is all rows for background work and for what a request does as the system', async () => {
    const count = async () => (await app.database.query(`SELECT FROM organizations`)).length;
    const all = await count();
    expect(all).toBeGreaterThan(2);
    expect(await inRequest(a, () => outsideOfRequests(count))).toBe(all);
    expect(await inRequest(a, () => asSystem(count))).toBe(all);
    expect(await inRequest(a, count)).toBe(1);
  });

  it('must be known: a request that no guard has placed reaches nothing', async () => {
    await expect(query(undefined, `SELECT FROM organizations`)).rejects.toThrow(/before it was known whose/);
  });
});

describe('a service that forgets its WHERE', () => {
  const everything = () => app.database.query('SELECT organization_id, livemode, id FROM companies');

  /** What the service saw of all companies while it answered the request. */
  async function seenBy(
    service: Type<{ list(...given: never[]): Promise<unknown> }>,
    path: string,
    key: string,
  ) {
    let seen: Array<{ organization_id: string; livemode: boolean; id: string }> = [];
    const forgetful = jest.spyOn(app.app.get(service, { strict: false }), 'list');
    forgetful.mockImplementation(async () => {
      seen = await everything();
      throw new ApiError('NOT_FOUND');
    });
    await call('GET', app.url + path, { key });
    expect(forgetful).toHaveBeenCalledTimes(1);
    forgetful.mockRestore();
    return seen.map(({ id, livemode }) => [id, livemode]);
  }

  it('still shows each caller no more than is theirs', async () => {
    const dashboard = await signIn(app);
    const [test, live] = [await platformKey(app), await platformKey(app, { mode: 'live' })];
    const first = await onboard(app, test);
    const { company } = await onboard(app, test);
    const { company: liveCompany } = await onboard(app, live, { vatNumber: 'FR83404833048' });
    const inTest = [[first.company.id, false], [company.id, false]]; // prettier-ignore
    const companies = '/exchange/v1/companies';
    expect((await everything()).length).toBeGreaterThan(3);
    expect(await seenBy(CompaniesService, companies, first.apiKey.key)).toEqual([[first.company.id, false]]);
    expect(await seenBy(CompaniesService, companies, test)).toEqual(inTest);
    expect(await seenBy(CompaniesService, companies, live)).toEqual([[liveCompany.id, true]]);
    expect(await seenBy(CompaniesService, companies, dashboard)).toEqual(inTest);
    expect(await seenBy(ApiKeysService, '/exchange/v1/api-keys', dashboard)).toEqual([...inTest, [liveCompany.id, true]]); // prettier-ignore
    expect(await seenBy(GatewayActionsService, '/api/v1/gateway/actions', await gatewayJwt(app))).toEqual([]);
  });
});
