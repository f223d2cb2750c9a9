import { createRequire } from 'node:module';

const { RollUpRepository } = createRequire(import.meta.url)(
  '../dist/modules/platform-usage/counting/roll-up.repository.js',
);
const batch = 500_000;
/** As few as a server finds that folds every few seconds. */
const unfolded = 2_000;

/** Companies of the given one's organization, which is among them. */
export async function makeCompanies(database, companyId, count) {
  await database.query(
    `INSERT INTO companies (id, organization_id, livemode, name, vat_number, country, peppol_id, peppol_ids, status, smp_status, metadata,
       created_at, updated_at)
     SELECT 'comp_B' || lpad(number::text, 25, '0'), organization_id, livemode, 'Bench ' || number, 'FR' || 10000000000 + number, 'FR',
       '0009:FR' || 10000000000 + number, ARRAY['0009:FR' || 10000000000 + number], 'active', 'registered',
       json_build_object('tenantId', 't_' || number), timestamptz '2026-01-01', timestamptz '2026-01-01'
     FROM companies, generate_series(2, $2::integer) AS number WHERE id = $1`,
    [companyId, count],
  );
}

/**
 * Documents sent and received over those days by all companies, folded and tidied up as in a server that runs on; the last ones have
 * come just now.
 */
export async function makeUsage(database, companyId, { start, days, documents, companies }, say) {
  const rollUp = new RollUpRepository();
  const tx = { query: async (sql, parameters) => (await database.query(sql, parameters)).rows };
  const record = (from, count) =>
    database.query(
      `INSERT INTO usage_records (organization_id, livemode, company_id, day, kind, event_id)
       SELECT organization_id, livemode, id, $2::date + (number * $5::bigint / $6::bigint)::integer,
         CASE number % 2 WHEN 0 THEN 'sent' ELSE 'received' END, 'evt_' || number
       FROM generate_series($3::bigint, $3::bigint + $4::bigint - 1) AS number
       JOIN (SELECT companies.*, row_number() OVER (ORDER BY companies.id) - 1 AS place FROM companies
             JOIN companies AS first USING (organization_id, livemode) WHERE first.id = $1) AS owners
         ON owners.place = number * 7919 % $7::bigint`,
      [companyId, start, from, count, days, documents, companies],
    );
  const folded = documents - unfolded;
  for (let made = 0; made < folded; made += batch) {
    await record(made, Math.min(batch, folded - made));
    await rollUp.fold(tx, batch);
    await database.query('VACUUM usage_records');
    say(`usage: ${Math.min(made + batch, folded)} of ${documents} documents`);
  }
  await record(folded, unfolded);
  await database.query('VACUUM ANALYZE');
}
