import { deliver, withWorker } from './delivery.mjs';
import { median } from './load.mjs';
import { atLeast, figure } from './table.mjs';

const deliveriesAnEvent = 5;
const batch = 250_000;
const warmUp = 2_000;
/** A vacuum of large tables takes longer; deliveries are due after it. */
const vacuumSeconds = 30;

/** Deliveries a second on a database with millions of past deliveries, against the same on an almost empty one. */
export function measureGrowth(options) {
  const { rounds, deliveries, past, say } = options;
  return withWorker(options, async (bench) => {
    await deliver(bench, warmUp);
    const young = await rates(bench, rounds, deliveries);
    for (let made = 0; made < past; made += batch) {
      await makePast(bench, batch);
      say(`growth: ${made + batch} of ${past} past deliveries`);
    }
    bench.settled += past;
    bench.preparation = vacuumSeconds;
    await bench.database.query('VACUUM ANALYZE');
    await deliver(bench, warmUp);
    const old = await rates(bench, rounds, deliveries);
    say(`growth: ${Math.round(median(young))}/s before, ${Math.round(median(old))}/s after`);
    return [
      figure('delivery.past', past, 'deliveries'),
      atLeast('delivery.growth_ratio', median(old) / median(young), '', 0.9),
    ];
  });
}

async function rates(bench, rounds, deliveries) {
  const measured = [];
  for (let round = 1; round <= rounds; round++) measured.push((await deliver(bench, deliveries)).rate);
  return measured;
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
