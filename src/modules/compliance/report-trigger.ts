import { Injectable, OnModuleInit } from '@nestjs/common';
import { newIdentifier } from '../../core/crypto/identifiers';
import { Transaction } from '../../core/database/transaction';
import { AppendedEvent, EventLog } from '../../core/events/event-log';
import { JobsService } from '../../core/jobs/jobs.service';
import { authorityCountries, taxAuthorities, TaxAuthority } from '../../network/tax-authority.port';
import { ComplianceRepository, DueReport } from './compliance.repository';
import { deadlineOf } from './reporting-windows';

export const reportJob = 'compliance.report';

/** After the event store, the deliveries, the usage count and the jobs that wait for a registration. */
const order = 40;

/** Decides in the transaction of the cause what must be reported, so that no status goes by unreported. */
@Injectable()
export class ReportTrigger implements OnModuleInit {
  constructor(
    private readonly repository: ComplianceRepository,
    private readonly jobs: JobsService,
    private readonly log: EventLog,
  ) {}

  onModuleInit(): void {
    this.log.subscribe(order, (tx, events) => this.record(tx, events));
  }

  private async record(tx: Transaction, events: AppendedEvent[]): Promise<void> {
    const due = events.flatMap(dueFor);
    if (due.length === 0) return;
    const reports = await this.repository.insertDue(tx, due);
    for (const { id: subjectId, organizationId, livemode } of reports)
      await this.jobs.enqueue(tx, { kind: reportJob, subjectId, organizationId, livemode });
  }
}

function dueFor(event: AppendedEvent): DueReport[] {
  const { documentId, type } = event;
  if (!documentId) return [];
  // Whether the hand-off of a document is reported, and to whom, follows from its company: the insertion looks.
  if (type === 'document.sent')
    return taxAuthorities.map((authority) => ({
      ...dueReport(event, documentId, authority, 'deposited'),
      country: authorityCountries[authority],
    }));
  if (type !== 'lifecycle.updated') return [];
  const { data } = JSON.parse(event.body.toString()) as { data: LifecycleData };
  // Of a document that is sent again: reported when it has been handed off, as the first time.
  if (data.currentStatus === 'deposited') return [];
  return data.compliance.willReportTo.map((authority) => ({
    ...dueReport(event, documentId, authority, data.currentStatus),
    reasonCode: data.reasonCode,
  }));
}

/** What `lifecycle.updated` says. */
interface LifecycleData {
  currentStatus: string;
  reasonCode?: string;
  compliance: { willReportTo: TaxAuthority[] };
}

function dueReport(
  { createdAt: at }: AppendedEvent,
  documentId: string,
  authority: TaxAuthority,
  lifecycleStatus: string,
): DueReport {
  const deadline = deadlineOf(authority, lifecycleStatus, at);
  return { id: newIdentifier('rep', at), documentId, authority, lifecycleStatus, at, deadline };
}
