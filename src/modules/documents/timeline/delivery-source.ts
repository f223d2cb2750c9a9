import { Injectable, OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Timeline } from './timeline';
import { TimelineEntry, TimelinePosition, TimelineSource } from './timeline-source';

interface Row {
  id: string;
  at: Date;
  status: string;
  transmission: number;
  error_code: string | null;
  error_message: string | null;
}

/** How the document was stored, and its steps through the network. The first of them is the document's own row. */
@Injectable()
export class DeliverySource implements TimelineSource, OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly timeline: Timeline,
  ) {}

  onModuleInit(): void {
    this.timeline.register(this);
  }

  async after(documentId: string, { at, id }: TimelinePosition, limit: number): Promise<TimelineEntry[]> {
    const rows: Row[] = await this.dataSource.query(
      `SELECT * FROM (
         SELECT id, created_at AS at, CASE direction WHEN 'incoming' THEN 'received' ELSE 'queued' END AS status,
           1 AS transmission, CASE direction WHEN 'incoming' THEN error_code END AS error_code,
           CASE direction WHEN 'incoming' THEN error_message END AS error_message
         FROM documents WHERE id = $1
         UNION ALL
         SELECT id, at, step, transmission, error_code, error_message FROM delivery_history WHERE document_id = $1
       ) AS steps
       WHERE (at, id) > ($2, $3) ORDER BY at, id LIMIT $4`,
      [documentId, at, id, limit],
    );
    return rows.map((row) => ({
      id: row.id,
      at: row.at,
      kind: 'delivery',
      actor: 'platform',
      status: row.status,
      details: {
        attempt: row.transmission,
        ...(row.error_code && { errorCode: row.error_code, errorMessage: row.error_message }),
      },
    }));
  }
}
