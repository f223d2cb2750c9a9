import { Injectable } from '@nestjs/common';
import { FieldChange } from '../../core/audit/audit-change';
import { AuditLog } from '../../core/audit/audit-log';
import { Caller, Tenancy } from '../../core/auth/caller';
import { Clock } from '../../core/clock/clock';
import { Settings } from '../../core/config/settings';
import { newIdentifier } from '../../core/crypto/identifiers';
import { Transaction } from '../../core/database/transaction';
import { ApiError } from '../../core/http/api-error';
import { IdempotentRequest } from '../../core/idempotency/idempotency-key';
import { IdempotencyService } from '../../core/idempotency/idempotency.service';
import { CompaniesService, countryOfParticipant } from '../companies';
import { DocumentsService } from '../documents';
import { LegalHold } from './legal-hold';
import { LegalHoldsRepository } from './legal-holds.repository';
import { retainUntil, retentionRule } from './retention-periods';
import { LegalHoldOutput, RetentionOutput, toLegalHoldOutput } from './retention.outputs';

interface HeldSubject {
  type: 'document' | 'company';
  id: string;
  companyId: string;
}

/** How long documents must be kept, and who forbids their purge for longer. */
@Injectable()
export class RetentionService {
  constructor(
    private readonly documents: DocumentsService,
    private readonly companies: CompaniesService,
    private readonly holds: LegalHoldsRepository,
    private readonly idempotency: IdempotencyService,
    private readonly audit: AuditLog,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** Throws DOCUMENT_NOT_FOUND. */
  async ofDocument(caller: Caller, id: string): Promise<RetentionOutput> {
    const document = await this.documents.get(caller, id);
    const { country: own } = await this.companies.get(caller.tenancy, document.companyId);
    const other = document.direction === 'outgoing' ? document.receiver : document.sender;
    const countries = [own, countryOfParticipant(other.peppolId)];
    const rule = retentionRule(countries, this.settings.RETENTION_DEFAULT_YEARS);
    const hold = await this.holds.find(id);
    const companyHold = await this.holds.find(document.companyId);
    return {
      documentId: id,
      retainUntil: retainUntil(document.issueDate, rule.years),
      rule,
      legalHold: hold ? toLegalHoldOutput(hold) : null,
      companyLegalHold: companyHold ? toLegalHoldOutput(companyHold) : null,
    };
  }

  /** Throws DOCUMENT_NOT_FOUND. Looks before the transaction: within it, a second connection could wait for itself. */
  async holdDocument(
    caller: Caller,
    request: IdempotentRequest,
    id: string,
    reason: string,
  ): Promise<LegalHoldOutput> {
    const { companyId } = await this.documents.get(caller, id);
    return this.idempotency.run(request, 200, async (tx) => {
      if (!(await this.holds.lockDocument(tx, id))) throw new ApiError('DOCUMENT_NOT_FOUND');
      return this.place(tx, caller.tenancy, { type: 'document', id, companyId }, reason);
    });
  }

  async releaseDocument(caller: Caller, request: IdempotentRequest, id: string): Promise<void> {
    const { companyId } = await this.documents.get(caller, id);
    const held = { type: 'document', id, companyId } as const;
    await this.idempotency.run(request, 204, (tx) => this.lift(tx, caller.tenancy, held));
  }

  /** Throws COMPANY_NOT_FOUND. A deregistered company's documents can be held too. */
  async holdCompany(tx: Transaction, tenancy: Tenancy, id: string, reason: string): Promise<LegalHoldOutput> {
    await this.companies.get(tenancy, id, tx);
    await this.holds.lockCompany(tx, id);
    return this.place(tx, tenancy, { type: 'company', id, companyId: id }, reason);
  }

  async releaseCompany(tx: Transaction, tenancy: Tenancy, id: string): Promise<void> {
    await this.companies.get(tenancy, id, tx);
    await this.lift(tx, tenancy, { type: 'company', id, companyId: id });
  }

  private async place(
    tx: Transaction,
    tenancy: Tenancy,
    held: HeldSubject,
    reason: string,
  ): Promise<LegalHoldOutput> {
    const hold: LegalHold = { reason: reason.trim(), placedAt: this.clock.now() };
    const placed = await this.holds.place(tx, newIdentifier('hold'), tenancy, held.id, hold);
    await this.note(tx, 'legal_hold.placed', tenancy, held, [{ field: 'reason', to: hold.reason }]);
    return toLegalHoldOutput(placed);
  }

  private async lift(tx: Transaction, tenancy: Tenancy, held: HeldSubject): Promise<void> {
    const wasHeld = await this.holds.lift(tx, held.id, this.clock.now());
    if (wasHeld) await this.note(tx, 'legal_hold.lifted', tenancy, held);
  }

  private note(
    tx: Transaction,
    action: string,
    owner: Tenancy,
    { type, id, companyId }: HeldSubject,
    changes: FieldChange[] = [],
  ): Promise<void> {
    return this.audit.append(tx, { action, subject: { type, id }, companyId, owner, changes });
  }
}
