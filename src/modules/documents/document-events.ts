import { Injectable } from '@nestjs/common';
import { Clock } from '../../core/clock/clock';
import { Transaction } from '../../core/database/transaction';
import { EventLog } from '../../core/events/event-log';
import { CompaniesService } from '../companies';
import { ProgressRepository } from './progress.repository';

/** How other modules tell what happened to a document: as its next version, so that consumers can order it among the rest. */
@Injectable()
export class DocumentEvents {
  constructor(
    private readonly progress: ProgressRepository,
    private readonly companies: CompaniesService,
    private readonly log: EventLog,
    private readonly clock: Clock,
  ) {}

  async append(
    tx: Transaction,
    documentId: string,
    type: string,
    data: Record<string, unknown>,
  ): Promise<void> {
    const version = await this.progress.nextVersion(tx, documentId, this.clock.now());
    const { organizationId, livemode, companyId, updatedAt, sequence } = version;
    const { metadata } = await this.companies.get({ organizationId, livemode }, companyId, tx);
    await this.log.append(tx, {
      type,
      organizationId,
      livemode,
      company: { id: companyId, metadata },
      documentId,
      data: { documentId, ...data, updatedAt, sequence },
    });
  }
}
