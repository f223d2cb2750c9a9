import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { FieldChange, fieldChanges } from '../../core/audit/audit-change';
import { AuditLog } from '../../core/audit/audit-log';
import { Clock } from '../../core/clock/clock';
import { Settings } from '../../core/config/settings';
import { Transaction, Transactions, violatedConstraint } from '../../core/database/transaction';
import { ActionEntity } from './action.entity';
import { CreateActionInput, UpdateActionInput } from './action.inputs';
import { ActionAnswerOutput, ActionListOutput, toActionOutput } from './action.outputs';
import { ActionProbe } from './action-probe';
import { GatewayActionsRepository, uniqueActionName } from './gateway-actions.repository';
import {
  actionExists,
  actionInvalid,
  actionNotFound,
  invalidRequest,
  tooManyActions,
} from './gateway-errors';
import { SchemaWorkers } from './schemas/schema-workers';

const nameShape = /^[a-z0-9_]{1,100}$/;

/** Webhook-based actions that external developers register for conversational flows. */
@Injectable()
export class GatewayActionsService {
  constructor(
    private readonly repository: GatewayActionsRepository,
    private readonly probe: ActionProbe,
    private readonly schemas: SchemaWorkers,
    private readonly audit: AuditLog,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /**
   * Checks what costs nothing first and calls the endpoint last (contract 8). The name and the limit are checked again with the
   * insert: the call took its time, and others register too.
   */
  async register(organizationId: string, input: CreateActionInput): Promise<ActionAnswerOutput> {
    const name = input.name.trim();
    const webhookUrl = input.webhook_url.trim();
    if (await this.repository.find(organizationId, name)) throw actionExists(name);
    const { GATEWAY_ACTIONS_PER_TENANT: most } = this.settings;
    if ((await this.repository.count(organizationId)) >= most) throw tooManyActions(most);
    await this.checkSchema(organizationId, input.json_schema);
    this.probe.checkAddress(webhookUrl);
    await this.probe.checkEndpoint(organizationId, name, webhookUrl);
    const now = this.clock.now();
    const action: ActionEntity = {
      id: randomUUID(),
      organizationId,
      name,
      description: input.description,
      webhookUrl,
      jsonSchema: input.json_schema,
      createdAt: now,
      updatedAt: now,
    };
    await this.transactions.run((tx) => this.insert(tx, action));
    return { action: toActionOutput(action) };
  }

  async list(organizationId: string): Promise<ActionListOutput> {
    const actions = await this.repository.list(organizationId);
    return { actions: actions.map(toActionOutput) };
  }

  async get(organizationId: string, name: string): Promise<ActionAnswerOutput> {
    return { action: toActionOutput(await this.find(organizationId, name)) };
  }

  /** Members that are absent stay as they are; only a new address is called. */
  async update(organizationId: string, name: string, input: UpdateActionInput): Promise<ActionAnswerOutput> {
    if (input.name !== undefined && input.name.trim() !== name) {
      throw invalidRequest([{ field: 'name', rule: 'immutable', message: 'cannot be changed' }]);
    }
    const action = await this.find(organizationId, name);
    const webhookUrl = input.webhook_url?.trim();
    if (input.json_schema) await this.checkSchema(organizationId, input.json_schema);
    if (webhookUrl !== undefined && webhookUrl !== action.webhookUrl) {
      this.probe.checkAddress(webhookUrl);
      await this.probe.checkEndpoint(organizationId, name, webhookUrl);
    }
    const changes: Partial<ActionEntity> = {
      ...(input.description !== undefined && { description: input.description }),
      ...(input.json_schema !== undefined && { jsonSchema: input.json_schema }),
      ...(webhookUrl !== undefined && { webhookUrl }),
      updatedAt: this.clock.now(),
    };
    const updated = await this.transactions.run((tx) => this.write(tx, action, changes));
    if (!updated) throw actionNotFound();
    return { action: toActionOutput(updated) };
  }

  async delete(organizationId: string, name: string): Promise<void> {
    const action = await this.find(organizationId, name);
    const deleted = await this.transactions.run((tx) => this.remove(tx, action));
    if (!deleted) throw actionNotFound();
  }

  /** Inserts before it counts, so that a name that was taken meanwhile is said to be, as the order of the checks has it. */
  private async insert(tx: Transaction, action: ActionEntity): Promise<void> {
    await this.repository.lockRegistrations(tx, action.organizationId);
    await this.repository.insert(tx, action).catch((error: unknown) => {
      throw violatedConstraint(error) === uniqueActionName ? actionExists(action.name) : error;
    });
    const { GATEWAY_ACTIONS_PER_TENANT: most } = this.settings;
    if ((await this.repository.count(action.organizationId, tx)) > most) throw tooManyActions(most);
    await this.note(tx, 'action.registered', action, fieldChanges({}, shown(action)));
  }

  private async write(
    tx: Transaction,
    action: ActionEntity,
    changes: Partial<ActionEntity>,
  ): Promise<ActionEntity | null> {
    const updated = await this.repository.update(tx, action.id, changes);
    const differing = updated ? fieldChanges(shown(action), shown(updated)) : [];
    if (differing.length > 0) await this.note(tx, 'action.updated', action, differing);
    return updated;
  }

  private async remove(tx: Transaction, action: ActionEntity): Promise<boolean> {
    const deleted = await this.repository.delete(tx, action.organizationId, action.name);
    if (deleted) await this.note(tx, 'action.deleted', action, [{ field: 'name', from: action.name }]);
    return deleted;
  }

  private note(
    tx: Transaction,
    action: string,
    { id, organizationId }: ActionEntity,
    changes: FieldChange[],
  ): Promise<void> {
    const owner = { organizationId, livemode: null };
    return this.audit.append(tx, { action, subject: { type: 'action', id }, owner, changes });
  }

  /** Takes as long as a worker may: never call it in a transaction. */
  private async checkSchema(organizationId: string, schema: Record<string, unknown>): Promise<void> {
    const message = await this.schemas.check(schema, organizationId);
    if (message === undefined) return;
    throw actionInvalid('json_schema is not a valid JSON Schema', [
      { field: 'json_schema', rule: 'json_schema', message },
    ]);
  }

  /** Throws `Action not found`. */
  async find(organizationId: string, name: string): Promise<ActionEntity> {
    const action = nameShape.test(name) ? await this.repository.find(organizationId, name) : null;
    if (!action) throw actionNotFound();
    return action;
  }
}

/** As the API names them. */
function shown({ name, description, webhookUrl: webhook_url, jsonSchema: json_schema }: ActionEntity) {
  return { name, description, webhook_url, json_schema };
}
