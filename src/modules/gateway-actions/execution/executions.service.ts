import { Injectable } from '@nestjs/common';
import { Clock } from '../../../core/clock/clock';
import { Settings } from '../../../core/config/settings';
import { newIdentifier } from '../../../core/crypto/identifiers';
import { Transactions } from '../../../core/database/transaction';
import { ActionEntity } from '../action.entity';
import { GatewayActionsService } from '../gateway-actions.service';
import { executionRunning, invalidRequest, keyReused } from '../gateway-errors';
import { SchemaWorkers } from '../schemas/schema-workers';
import { UnsignableValue } from '../signing/canonical-json';
import { HmacKeysService } from '../signing/hmac-keys.service';
import { signCall, SignedCall } from '../signing/signed-call';
import { readAnswer } from './action-answer';
import { Execution, ExecutionOutcome, KeyedRequest } from './execution';
import { ExecutedOutput } from './execution.outputs';
import { ExecutionSlots } from './execution-slots';
import { ExecutionsRepository } from './executions.repository';
import { GatewayClient } from './gateway-client';
import { ExecutionRequest } from './execution-request';

const keyLifetime = 24 * 60 * 60 * 1_000;
const retryAfterSeconds = 1;
const answerLimitBytes = 1_048_576;

export interface Executed {
  output: ExecutedOutput;
  /** Whether this is the answer of an earlier request with the same Idempotency-Key. */
  isReplayed: boolean;
}

/**
 * Calls actions for conversational flows, once each: what fails takes the flow's else branch, and is never tried again by itself.
 * The execution is recorded before the call and settled after it, so a crash in between leaves a trace and no second call.
 */
@Injectable()
export class ExecutionsService {
  constructor(
    private readonly actions: GatewayActionsService,
    private readonly schemas: SchemaWorkers,
    private readonly hmacKeys: HmacKeysService,
    private readonly client: GatewayClient,
    private readonly slots: ExecutionSlots,
    private readonly repository: ExecutionsRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** An answer that the key was given before outranks every refusal: the action may have changed meanwhile, or be gone. */
  async execute(
    organizationId: string,
    name: string,
    parameters: Record<string, unknown>,
    { idempotencyKey, fingerprint }: ExecutionRequest,
  ): Promise<Executed> {
    const startedAt = this.clock.now();
    const request = {
      id: newIdentifier('exe', startedAt),
      organizationId,
      actionName: name,
      state: 'running' as const,
      idempotencyKey: idempotencyKey ?? null,
      fingerprint: idempotencyKey ? fingerprint : null,
      startedAt,
    };
    if (idempotencyKey && (await this.isKnown(request))) return this.repeat(request);
    const action = await this.actions.find(organizationId, name);
    const call = await this.prepare(action, parameters);
    const execution: Execution = { ...request, url: action.webhookUrl, requestBody: call.body };
    return this.slots.hold(organizationId, async () => {
      if (!(await this.begin(execution))) return this.repeat(execution);
      return { output: await this.call(execution, call), isReplayed: false };
    });
  }

  /** Signs last: the time that it signs must be that of the call, and checking may take its own. */
  private async prepare(action: ActionEntity, parameters: Record<string, unknown>): Promise<SignedCall> {
    const schema = action.jsonSchema as Record<string, unknown>;
    const violations = await this.schemas.violations(schema, parameters, action.organizationId);
    if (violations.length > 0) throw invalidRequest(violations);
    return this.sign(action, parameters);
  }

  private async sign(action: ActionEntity, parameters: Record<string, unknown>): Promise<SignedCall> {
    const timestamp = Math.floor(this.clock.now().getTime() / 1_000);
    const key = await this.hmacKeys.signingKey(action.organizationId);
    try {
      return signCall({ actionName: action.name, parameters, timestamp }, key);
    } catch (error) {
      if (!(error instanceof UnsignableValue)) throw error;
      const field = error.path.slice(1).replaceAll('/', '.');
      throw invalidRequest([{ field, rule: 'number', message: `${error.reason}; send it as a text` }]);
    }
  }

  /** Lets go of the key when its 24 hours are over. */
  private async isKnown(request: KeyedRequest & { startedAt: Date }): Promise<boolean> {
    const usedBefore = new Date(request.startedAt.getTime() - keyLifetime);
    await this.transactions.run((tx) => this.repository.forgetKey(tx, request, usedBefore));
    return (await this.repository.findByKey(request)) !== undefined;
  }

  private begin(execution: Execution): Promise<boolean> {
    return this.transactions.run((tx) => this.repository.begin(tx, execution));
  }

  private async call({ id, url }: Execution, { headers, body }: SignedCall): Promise<ExecutedOutput> {
    const timeoutMilliseconds = this.settings.GATEWAY_CALL_TIMEOUT_MS;
    const limits = { timeoutMilliseconds, responseLimitBytes: answerLimitBytes };
    const answer = await this.client.post(url, headers, body, limits);
    const outcome = readAnswer(answer, timeoutMilliseconds);
    await this.transactions.run((tx) => this.repository.settle(tx, id, outcome));
    return toExecutedOutput(id, outcome);
  }

  /** The answer of the first execution with this key; one that was interrupted may have run, so it is not run again. */
  private async repeat(request: KeyedRequest): Promise<Executed> {
    const first = await this.repository.findByKey(request);
    if (first && !first.fingerprint?.equals(request.fingerprint!)) throw keyReused();
    if (!first || first.state === 'running') throw executionRunning(retryAfterSeconds);
    const { result, error, durationMilliseconds } = first;
    const outcome = {
      result: result ?? '',
      error: error ?? '',
      durationMilliseconds: durationMilliseconds ?? 0,
    };
    return { output: toExecutedOutput(first.id, outcome), isReplayed: true };
  }
}

function toExecutedOutput(
  execution_id: string,
  {
    result,
    error,
    durationMilliseconds,
  }: Pick<ExecutionOutcome, 'result' | 'error' | 'durationMilliseconds'>,
): ExecutedOutput {
  return { result, error, duration_ms: durationMilliseconds, execution_id };
}
