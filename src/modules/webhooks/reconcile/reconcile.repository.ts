import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Tenancy } from '../../../core/auth/caller';
import { WebhookEntity } from '../webhook.entity';

export interface EventTally {
  emitted: number;
  acknowledged: number;
  digest: string;
}

export interface EndpointTally extends EventTally {
  delivered: number;
  pending: number;
  held: number;
  exhausted: number;
  discarded: number;
  missing: number;
  gaps: string[] | null;
}

/** Of an event's deliveries to one webhook, the one that says most about whether the endpoint has it. */
const telling = `ARRAY['delivered', 'leased', 'pending', 'held', 'exhausted', 'discarded']`;
const tally = `count(*)::integer AS emitted, count(*) FILTER (WHERE acknowledged)::integer AS acknowledged,
  encode(sha256(convert_to(coalesce(string_agg(id, E'\\n' ORDER BY id COLLATE "C"), ''), 'UTF8')), 'hex') AS digest`;
const outcome = (name: string, ...states: string[]) =>
  `count(*) FILTER (WHERE outcome IN (${states.map((state) => `'${state}'`).join(', ')}))::integer AS ${name}`;

/** Counts what was emitted in a time against what arrived. Ids begin with the time: only that time's partitions are read. */
@Injectable()
export class ReconcileRepository {
  constructor(private readonly dataSource: DataSource) {}

  async events({ organizationId, livemode, companyId }: Tenancy, from: Date, to: Date): Promise<EventTally> {
    const [row]: EventTally[] = await this.dataSource.query(`SELECT ${tally} FROM (${emitted}) AS emitted`, [
      organizationId,
      livemode,
      companyId ?? null,
      from,
      to,
      ['*'],
    ]);
    return row!;
  }

  async endpoint(webhook: WebhookEntity, from: Date, to: Date, gapsShown: number): Promise<EndpointTally> {
    const [row]: EndpointTally[] = await this.dataSource.query(
      `WITH judged AS (
         SELECT id, acknowledged, coalesce((
           SELECT state FROM deliveries WHERE event_id = emitted.id AND webhook_id = $7 ORDER BY array_position(${telling}, state) LIMIT 1
         ), 'missing') AS outcome FROM (${emitted}) AS emitted
       )
       SELECT ${tally}, ${outcome('delivered', 'delivered')}, ${outcome('pending', 'leased', 'pending')}, ${outcome('held', 'held')},
              ${outcome('exhausted', 'exhausted')}, ${outcome('discarded', 'discarded')}, ${outcome('missing', 'missing')},
              (array_agg(id ORDER BY id) FILTER (WHERE outcome <> 'delivered'))[1:$8] AS gaps
       FROM judged`,
      [
        webhook.organizationId,
        webhook.livemode,
        webhook.companyId,
        from,
        to,
        webhook.eventTypes,
        webhook.id,
        gapsShown,
      ],
    );
    return row!;
  }
}

const emitted = `
  SELECT id, acknowledged_at IS NOT NULL AS acknowledged FROM events
  WHERE id >= 'evt_' || ulid_time($4::timestamptz - interval '1 minute') AND created_at >= $4 AND created_at < $5
    AND organization_id = $1 AND livemode = $2 AND ($3::text IS NULL OR company_id = $3)
    AND ('*' = ANY($6::text[]) OR type = ANY($6))`;
