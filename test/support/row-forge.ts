import { randomBytes, randomInt } from 'node:crypto';
import { DataSource } from 'typeorm';
import { RowScope } from '../../src/core/database/row-scope';

/** Whose a forged row is. */
export interface Owner {
  organization: string;
  livemode: boolean;
  company: string;
}

export interface Table {
  name: string;
  columns: Array<{ name: string; type: string; required: boolean }>;
  /** The table whose rows these belong to, where one column says so. */
  parents: Array<{ table: string; column: string }>;
}

/** References that no constraint tells of; the migration of row-level security names the same. */
const toldNowhere: Record<string, { table: string; column: string }> = {
  delivery_attempts: { table: 'deliveries', column: 'delivery_id' },
  transmission_evidence: { table: 'documents', column: 'transmission_id' },
  smp_entries: { table: 'companies', column: 'company_id' },
  users: { table: 'memberships', column: 'id' },
};

const values: Record<string, () => unknown> = {
  text: () => randomBytes(8).toString('hex'),
  boolean: () => false,
  smallint: () => randomInt(30_000),
  integer: () => randomInt(1e9),
  bigint: () => randomInt(1e9),
  numeric: () => randomInt(1e9),
  bytea: () => randomBytes(16),
  uuid: () => '00000000-0000-4000-8000-000000000000'.replace(/0/g, () => randomInt(16).toString(16)),
  json: () => '{}',
  jsonb: () => '{}',
  date: () => '2026-01-01',
  'text[]': () => [],
};

/**
 * Writes rows of given owners into any table, whatever else the table asks for: checks, references and triggers are taken off this
 * database first, for what is tried here is whose rows are seen and not whether they make sense.
 */
export class RowForge {
  private readonly forged: Array<{ table: Table; owner: Owner; place: string }> = [];

  private constructor(
    private readonly database: DataSource,
    readonly tables: Table[],
  ) {}

  static async open(database: DataSource): Promise<RowForge> {
    await database.query(lawless);
    const tables: Table[] = await database.query(tablesSql);
    for (const table of tables) if (toldNowhere[table.name]) table.parents.push(toldNowhere[table.name]!);
    return new RowForge(database, tables);
  }

  has(table: Table, column: string): boolean {
    return table.columns.some(({ name }) => name === column);
  }

  /** Whether the rows belong to one mode, or one company: by a column of their own or by what they belong to. */
  isDividedBy(column: 'livemode' | 'company_id', table: Table): boolean {
    if (column === 'livemode' && table.name === 'jobs') return false;
    if (this.has(table, column) || (column === 'company_id' && table.name === 'companies')) return true;
    if (this.has(table, 'organization_id')) return false;
    const parents = table.parents.map((parent) => this.tables.find(({ name }) => name === parent.table));
    return parents.some((parent) => parent !== undefined && this.isDividedBy(column, parent));
  }

  /** The statement and its parameters; the row's reference to another is to that one of the same owner. */
  insertion(table: Table, owner: Owner): [string, unknown[]] {
    const row = new Map<string, unknown>();
    for (const { name, type, required } of table.columns) {
      const value = this.valueOf(table, name, owner) ?? (required ? (values[type] ?? now)() : undefined);
      if (value !== undefined) row.set(name, value);
    }
    const places = [...row.keys()].map((_name, at) => `$${at + 1}`);
    const sql = `INSERT INTO ${table.name} (${[...row.keys()].join(', ')}) VALUES (${places.join(', ')})`;
    return [sql, [...row.values()]];
  }

  async forge(table: Table, owner: Owner): Promise<void> {
    const [sql, parameters] = this.insertion(table, owner);
    const rows = await this.database.query(
      `${sql} ON CONFLICT DO NOTHING RETURNING ${place} AS place`,
      parameters,
    );
    for (const row of rows) this.forged.push({ table, owner, place: row.place });
  }

  /** Where the rows lie that such a scope may see. */
  placesOf(table: Table, { organizationId, livemode, companyId }: RowScope): string[] {
    const byMode = this.isDividedBy('livemode', table);
    const byCompany = companyId !== undefined && this.isDividedBy('company_id', table);
    return this.forged
      .filter((row) => row.table === table && row.owner.organization === organizationId)
      .filter(({ owner }) => !byMode || owner.livemode === livemode)
      .filter(({ owner }) => !byCompany || owner.company === companyId)
      .map((row) => row.place)
      .sort();
  }

  private valueOf(table: Table, column: string, owner: Owner): unknown {
    const { organization, livemode, company } = owner;
    const owners = { organization_id: organization, livemode, company_id: company };
    if (column in owners) return owners[column as keyof typeof owners];
    if (table.columns.find(({ name }) => name === column)!.type !== 'text') return undefined;
    if (column === 'id') return ownIds(owner)[table.name] ?? idIn(table.name, owner);
    if (table.name === 'memberships' && column === 'user_id') return idIn('users', owner);
    const parent = table.parents.find((reference) => reference.column === column);
    return parent && (ownIds(owner)[parent.table] ?? idIn(parent.table, owner));
  }
}

function ownIds({ organization, company }: Owner): Record<string, string | undefined> {
  return { organizations: organization, companies: company };
}

/** Tells a row from all others of its table, whatever is in it. */
export const place = `tableoid::regclass || ctid::text`;

const now = () => new Date();

function idIn(table: string, { organization, livemode, company }: Owner): string {
  return [table, organization, livemode, company].join('_');
}

const own = `relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition`;

const lawless = `
  DO $$
  DECLARE
    target regclass;
    rule name;
  BEGIN
    FOR target IN SELECT oid FROM pg_class WHERE ${own} LOOP
      EXECUTE format('ALTER TABLE %s DISABLE TRIGGER ALL', target);
      FOR rule IN SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid = target LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', target, rule);
      END LOOP;
    END LOOP;
    FOR target, rule IN SELECT contypid, conname FROM pg_constraint WHERE contypid <> 0 AND connamespace = 'public'::regnamespace LOOP
      EXECUTE format('ALTER DOMAIN %s DROP CONSTRAINT %I', target::oid::regtype, rule);
    END LOOP;
  END $$;
`;

const tablesSql = `
  SELECT relname AS name,
    (SELECT json_agg(json_build_object('name', attname, 'type', format_type(atttypid, NULL),
       'required', attnotnull AND NOT atthasdef AND attidentity = '' AND attgenerated = '') ORDER BY attnum)
     FROM pg_attribute WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped) AS columns,
    (SELECT coalesce(json_agg(json_build_object('table', confrelid::regclass, 'column', attname)), '[]')
     FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
     WHERE conrelid = pg_class.oid AND contype = 'f' AND cardinality(conkey) = 1) AS parents
  FROM pg_class WHERE ${own} AND relrowsecurity ORDER BY relname
`;
