import { Injectable, OnModuleInit } from '@nestjs/common';
import { KeptEntry, LifecycleRepository } from '../lifecycle/lifecycle.repository';
import { Timeline } from './timeline';
import { TimelineEntry, TimelinePosition, TimelineSource } from './timeline-source';

/** What was said of the document, whether it moved it or not. */
@Injectable()
export class LifecycleSource implements TimelineSource, OnModuleInit {
  constructor(
    private readonly repository: LifecycleRepository,
    private readonly timeline: Timeline,
  ) {}

  onModuleInit(): void {
    this.timeline.register(this);
  }

  async after(documentId: string, position: TimelinePosition, limit: number): Promise<TimelineEntry[]> {
    return (await this.repository.after(documentId, position, limit)).map(entryOf);
  }
}

function entryOf({ id, at, actor, status, payments, issuedAt, ...entry }: KeptEntry): TimelineEntry {
  const { previousStatus, currentStatus, reasonCode, reason, messageId, note } = entry;
  return {
    id,
    at,
    kind: 'lifecycle',
    actor,
    status,
    details: {
      previousStatus,
      currentStatus,
      ...(reasonCode && { reasonCode }),
      ...(reason && { reason }),
      ...(payments.length > 0 && { payments }),
      ...(messageId && { messageId }),
      ...(note && { note }),
      issuedAt: issuedAt.toISOString(),
    },
  };
}
