import { Injectable, OnModuleInit } from '@nestjs/common';
import { Timeline, TimelineEntry, TimelinePosition, TimelineSource } from '../documents';
import { ComplianceRepository } from './compliance.repository';
import { Report } from './report';

/** What tax authorities are told of the document, as it stands now, at the time of what it tells. */
@Injectable()
export class ComplianceSource implements TimelineSource, OnModuleInit {
  constructor(
    private readonly repository: ComplianceRepository,
    private readonly timeline: Timeline,
  ) {}

  onModuleInit(): void {
    this.timeline.register(this);
  }

  async after(documentId: string, position: TimelinePosition, limit: number): Promise<TimelineEntry[]> {
    return (await this.repository.after(documentId, position, limit)).map(entryOf);
  }
}

function entryOf(report: Report): TimelineEntry {
  const { id, occurredAt, state, authority, lifecycleStatus, attempts, deadline } = report;
  const { reference, reasonCode, errorCode, errorMessage } = report;
  return {
    id,
    at: occurredAt,
    kind: 'compliance',
    actor: 'authority',
    status: state,
    details: {
      reportedTo: authority,
      lifecycleStatus,
      attempts,
      deadline: deadline.toISOString(),
      ...(reference && { reference }),
      ...(reasonCode && { reasonCode }),
      ...(errorCode && { errorCode, errorMessage }),
    },
  };
}
