/**
 * Events with a body of a kilobyte and one delivery each, spread over the webhooks, due at a time to come: as the app
 * writes them, but for the transaction that would have caused each.
 * @param {import("pg").Client | import("pg").Pool} database
 * @param {{ companyId: string, webhookIds: string[], count: number, dueInSeconds: number }} options
 */
export async function makeBacklog(database, { companyId, webhookIds, count, dueInSeconds }) {
  const { rows } = await database.query(
    `WITH made AS (
       INSERT INTO events (id, organization_id, livemode, company_id, type, body, created_at)
       SELECT replace(new_delivery_id(now()), 'dlv_', 'evt_'), companies.organization_id, false, companies.id, 'document.sent',
         convert_to(json_build_object('type', 'document.sent', 'createdAt', now(), 'data', repeat('x', 940))::text, 'UTF8'), now()
       FROM companies, generate_series(1, $2) WHERE companies.id = $1
       RETURNING id, organization_id, type
     ), numbered AS (SELECT *, row_number() OVER () AS place FROM made)
     INSERT INTO deliveries (id, webhook_id, event_id, event_type, organization_id, livemode, state, due_at, created_at)
     SELECT new_delivery_id(now()), ($3::text[])[1 + place % cardinality($3::text[])], id, type, organization_id, false, 'pending',
       clock_timestamp() + make_interval(secs => $4), now()
     FROM numbered
     RETURNING id`,
    [companyId, count, webhookIds, dueInSeconds],
  );
  return rows.length;
}

/** Whether any delivery is still to be made or settled; walks the partial indexes alone. */
export async function isWorkLeft(database) {
  const { rows } = await database.query(
    `SELECT EXISTS (SELECT FROM deliveries WHERE state = 'pending' AND attempt = 0)
         OR EXISTS (SELECT FROM deliveries WHERE state = 'pending' AND attempt > 0)
         OR EXISTS (SELECT FROM deliveries WHERE state = 'leased') AS left`,
  );
  return rows[0].left;
}

/** Throws unless every delivery has exactly one attempt, which succeeded. */
export async function checkSettled(database, expected) {
  const attempts = await countSettled(database);
  const { rows } = await database.query(
    `SELECT count(*)::integer AS delivered FROM deliveries WHERE state = 'delivered' AND attempt = 1`,
  );
  const [{ delivered }] = rows;
  if (delivered !== expected || attempts !== expected)
    throw new Error(`of ${expected} deliveries, ${delivered} are settled and ${attempts} attempts recorded`);
}

export async function countSettled(database) {
  const { rows } = await database.query(
    `SELECT count(*)::integer AS attempts FROM delivery_attempts WHERE status_code = 204`,
  );
  return rows[0].attempts;
}
