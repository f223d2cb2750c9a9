/**
 * The documents of organization $1, mode $2, company $3 (empty: all of them) in the month that begins on $4: handed off in it and not
 * failed since, or still waiting to be. In one snapshot, so that none is missed or counted twice on its way from the one to the other.
 */
export const documentsCounted = `(
  coalesce((
    SELECT sent FROM usage_months WHERE organization_id = $1 AND livemode = $2 AND company_id = $3 AND month = $4::date
  ), 0)
  + (
    SELECT count(*) FILTER (WHERE kind = 'sent') - count(*) FILTER (WHERE kind = 'correction') FROM usage_records
    WHERE organization_id = $1 AND livemode = $2 AND day >= $4::date AND day < $4::date + interval '1 month'
      AND ($3 = '' OR company_id = $3)
  )
  + (
    SELECT count(*) FROM documents
    WHERE status = 'queued' AND organization_id = $1 AND livemode = $2 AND ($3 = '' OR company_id = $3)
  ))::integer`;
