import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { memberAccess } from '../../../core/auth/access';
import { Caller, CurrentCaller } from '../../../core/auth/caller';
import { Endpoint } from '../../../core/http/endpoint';
import { ReconcileQuery } from './reconcile.inputs';
import { ReconcileOutput } from './reconcile.outputs';
import { ReconcileService } from './reconcile.service';

@ApiTags('Events')
@Controller('exchange/v1/events/reconcile')
export class ReconcileController {
  constructor(private readonly reconciliation: ReconcileService) {}

  @Get()
  @Endpoint({
    access: memberAccess('events', 'receive', 'documents.read'),
    summary: 'Compare what was emitted with what arrived',
    description:
      'For each webhook the events of a time by what became of them, the ids of those its endpoint does not have, and a digest to compare ' +
      'with your own table. An event counts by its best delivery.',
    answer: ReconcileOutput,
    errors: ['MISSING_FIELD', 'INVALID_DATE', 'INVALID_CURSOR', 'WEBHOOK_NOT_FOUND'],
  })
  reconcile(@CurrentCaller() { tenancy }: Caller, @Query() query: ReconcileQuery): Promise<ReconcileOutput> {
    return this.reconciliation.reconcile(tenancy, query);
  }
}
