import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { sha256 } from '../../core/crypto/digests';
import { Transaction } from '../../core/database/transaction';
import { Receipt } from '../../network/network-gateway.port';
import { TimelinePosition } from './timeline/timeline-source';

/** `sent` is the digest of what was handed over; the others are what the other side said of it, byte by byte. */
export type EvidenceKind = 'sent' | 'accepted' | 'delivered' | 'failed';

export interface Evidence {
  kind: EvidenceKind;
  sha256: Buffer;
  mediaType: string | null;
  bytes: Buffer | null;
  recordedAt: Date;
}

/** What proves a transmission. It is only ever added to; a receipt that comes twice is kept once. */
@Injectable()
export class EvidenceRepository {
  constructor(private readonly dataSource: DataSource) {}

  async sent(tx: Transaction, transmissionId: string, payloadSha256: Buffer, now: Date): Promise<void> {
    await this.insert(tx, [transmissionId, 'sent', payloadSha256, null, null, now]);
  }

  /** A step of which the other side gave no receipt leaves none. */
  async receipt(
    tx: Transaction,
    transmissionId: string,
    kind: EvidenceKind,
    receipt: Receipt | undefined,
    now: Date,
  ): Promise<void> {
    if (!receipt) return;
    const { mediaType, bytes } = receipt;
    await this.insert(tx, [transmissionId, kind, sha256(bytes), mediaType, bytes, now]);
  }

  /** In the order in which it came to be known. */
  async of(transmissionId: string): Promise<Evidence[]> {
    return this.dataSource.query(
      `SELECT kind, sha256, media_type AS "mediaType", bytes, recorded_at AS "recordedAt"
       FROM transmission_evidence WHERE transmission_id = $1
       ORDER BY recorded_at, array_position(ARRAY['sent', 'accepted', 'delivered', 'failed'], kind)`,
      [transmissionId],
    );
  }

  /** Of all transmissions of a document, behind a position in its timeline. */
  async after(
    documentId: string,
    { at, id }: TimelinePosition,
    limit: number,
  ): Promise<Array<Evidence & { id: string; transmissionId: string }>> {
    return this.dataSource.query(
      `SELECT * FROM (
         SELECT 'evd_' || replace(transmission_id, '-', '_') || '_' || array_position(ARRAY['sent', 'accepted', 'delivered', 'failed'], kind) || '_'
             || encode(substr(sha256, 1, 4), 'hex') COLLATE "C" AS id,
           transmission_id AS "transmissionId", kind, sha256, media_type AS "mediaType", bytes, recorded_at AS "recordedAt"
         FROM documents, generate_series(1, documents.transmission) AS attempt
         JOIN transmission_evidence ON transmission_id = $1 || CASE attempt WHEN 1 THEN '' ELSE '-' || attempt END
         WHERE documents.id = $1
       ) AS evidence
       WHERE ("recordedAt", id) > ($2, $3) ORDER BY "recordedAt", id LIMIT $4`,
      [documentId, at, id, limit],
    );
  }

  private async insert(tx: Transaction, values: unknown[]): Promise<void> {
    await tx.query(
      `INSERT INTO transmission_evidence (transmission_id, kind, sha256, media_type, bytes, recorded_at)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT ON CONSTRAINT pk_transmission_evidence DO NOTHING`,
      values,
    );
  }
}
