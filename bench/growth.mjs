import { anotherDatabase } from './databases.mjs';
import { deliver, withWorker } from './delivery.mjs';
import { median } from './load.mjs';
import { atLeast, figure } from './table.mjs';

const deliveriesAnEvent = 5;
const batch = 250_000;
const warmUp = 2_000;
/** A vacuum of large tables takes longer; deliveries are due after it. */
const vacuumSeconds = 15;

/**
 * Deliveries a second on a database with millions of past deliveries, against the same on one with hardly any: both on one PostgreSQL,
 * a worker each, by turns, so that the pace of the machine counts for both.
 */
export async function measureGrowth(options) {
  const { rounds, deliveries, past, say } = options;
  const old = { ...options, stack: await anotherDatabase(options.stack, 'aged') };
  return withWorker(options, (young) =>
    withWorker(old, async (aged) => {
      for (let made = 0; made < past; made += batch) {
        await makePast(aged, batch);
        say(`growth: ${made + batch} of ${past} past deliveries`);
      }
      aged.settled += past;
      await aged.database.query('VACUUM ANALYZE');
      young.preparation = aged.preparation = vacuumSeconds;
      for (const bench of [young, aged]) await deliver(bench, warmUp);
      const ratios = [];
      for (let round = 1; round <= rounds; round++) {
        const before = (await deliver(young, deliveries)).rate;
        const after = (await deliver(aged, deliveries)).rate;
        say(`growth, round ${round}: ${Math.round(before)}/s without a past, ${Math.round(after)}/s with it`);
        ratios.push(after / before);
      }
      return [
        figure('delivery.past', past, 'deliveries'),
        atLeast('delivery.growth_ratio', median(ratios), '', 0.9),
      ];
    }),
  );
}

/** As they are when all is over: events, deliveries that succeeded at once, and their attempts, over the last months. */
async function makePast({ database, tenant: { companyId, webhookIds } }, count) {
  await database.query(
    `WITH made AS (
       INSERT INTO events (id, organization_id, livemode, company_id, type, body, created_at)
       SELECT replace(new_delivery_id(at), 'dlv_', 'evt_'), organization_id, false, companies.id, 'document.sent', convert_to(repeat('x', 200), 'UTF8'), at
       FROM companies, (SELECT now() - random() * interval '90 days' AS at FROM generate_series(1, $3::integer)) AS times WHERE companies.id = $1
       RETURNING id, organization_id, created_at
     ), sent AS (
       INSERT INTO deliveries (id, webhook_id, event_id, event_type, organization_id, livemode, state, attempt, token, due_at, settled_at, created_at)
       SELECT new_delivery_id(created_at), ($2::text[])[1 + floor(random() * cardinality($2::text[]))::integer], id, 'document.sent', organization_id, false,
         'delivered', 1, 1, created_at, created_at, created_at
       FROM made, generate_series(1, ${deliveriesAnEvent})
       RETURNING id, created_at
     )
     INSERT INTO delivery_attempts (delivery_id, number, started_at, duration_ms, url, status_code, response_body)
     SELECT id, 1, created_at, 12, 'http://127.0.0.1/hooks', 204, '' FROM sent`,
    [companyId, webhookIds, count / deliveriesAnEvent],
  );
}
