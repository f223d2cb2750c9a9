import { Injectable } from '@nestjs/common';
import { decodeCursor, PageQuery } from '../../../core/http/page';
import { GatewayActionsService } from '../gateway-actions.service';
import { executionNotFound } from '../gateway-errors';
import {
  ExecutionDetailOutput,
  ExecutionListOutput,
  toExecutionDetail,
  toExecutionList,
} from './execution.outputs';
import { ExecutionsRepository } from './executions.repository';

/** What was executed, as it was sent and answered. */
@Injectable()
export class ExecutionLogService {
  constructor(
    private readonly actions: GatewayActionsService,
    private readonly repository: ExecutionsRepository,
  ) {}

  /** Of a deleted action too, as long as there are any. Throws `Action not found`. */
  async list(
    organizationId: string,
    name: string,
    { limit, cursor }: PageQuery,
  ): Promise<ExecutionListOutput> {
    const [before] = decodeCursor(cursor, /^exe_\w{1,40}$/) ?? [];
    const rows = await this.repository.list(organizationId, name, before, limit + 1);
    if (rows.length === 0) await this.actions.find(organizationId, name);
    return toExecutionList(rows, limit);
  }

  async get(organizationId: string, id: string): Promise<ExecutionDetailOutput> {
    const execution = await this.repository.find(organizationId, id);
    if (!execution) throw executionNotFound();
    return toExecutionDetail(execution);
  }
}
