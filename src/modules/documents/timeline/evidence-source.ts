import { Injectable, OnModuleInit } from '@nestjs/common';
import { EvidenceRepository } from '../evidence.repository';
import { Timeline } from './timeline';
import { TimelineEntry, TimelinePosition, TimelineSource } from './timeline-source';

/** What proves the transmissions of the document: digests of what was sent, and what the other side said of it. */
@Injectable()
export class EvidenceSource implements TimelineSource, OnModuleInit {
  constructor(
    private readonly repository: EvidenceRepository,
    private readonly timeline: Timeline,
  ) {}

  onModuleInit(): void {
    this.timeline.register(this);
  }

  async after(documentId: string, position: TimelinePosition, limit: number): Promise<TimelineEntry[]> {
    const evidence = await this.repository.after(documentId, position, limit);
    return evidence.map(({ id, kind, transmissionId, sha256, mediaType, bytes, recordedAt }) => ({
      id,
      at: recordedAt,
      kind: 'evidence',
      actor: 'platform',
      status: kind,
      details: {
        transmissionId,
        sha256: sha256.toString('hex'),
        ...(bytes && { mediaType, receipt: bytes.toString('utf8') }),
      },
    }));
  }
}
