import { AsyncResource } from 'node:async_hooks';
import { Injectable, Logger } from '@nestjs/common';
import { Caller } from '../../core/auth/caller';
import { Settings } from '../../core/config/settings';
import { sha256, sha256Hex } from '../../core/crypto/digests';
import { toApiError } from '../../core/http/error.filter';
import { StoredAnswer } from '../../core/http/stored-answer';
import { IdempotentRequest, scopeId } from '../../core/idempotency/idempotency-key';
import { IdempotencyService } from '../../core/idempotency/idempotency.service';
import { BatchLine } from './batch-lines';
import { BatchTally, LineResult, toLine } from './batch-tally';
import { readLine } from './line-reader';
import { inOrder } from './in-order';
import { OnboardedOutput } from './onboarding.outputs';
import { OnboardingService } from './onboarding.service';

/** Lines at work at a time; a batch must leave connections to the others. */
const maximumConcurrency = 4;

/** Onboards many tenants. Each line is a request of its own, with its transaction and its idempotency record: it hurts only itself. */
@Injectable()
export class BatchService {
  private readonly logger = new Logger('Onboarding');
  private readonly concurrency: number;

  constructor(
    private readonly onboarding: OnboardingService,
    private readonly idempotency: IdempotencyService,
    private readonly settings: Settings,
  ) {
    this.concurrency = Math.min(maximumConcurrency, Math.floor(settings.DATABASE_POOL_SIZE / 2));
  }

  /** The answer's lines, as they come to be. When nobody reads on, the lines at work are finished and no others begun. */
  async *run(caller: Caller, batch: IdempotentRequest, lines: readonly BatchLine[]): AsyncGenerator<string> {
    const tally = new BatchTally(lines.length);
    // The stream asks for more out of the socket's context, which is no request's.
    const work = AsyncResource.bind((line: BatchLine) => this.onboard(caller, batch, line));
    for await (const result of inOrder(lines, this.concurrency, work))
      yield toLine(result) + tally.count(result);
    yield tally.summary;
  }

  private async onboard(caller: Caller, batch: IdempotentRequest, line: BatchLine): Promise<LineResult> {
    try {
      const { idempotencyKey, ...input } = await readLine(line.bytes);
      const request = requestOf(caller, batch, line, idempotencyKey);
      const { principal } = caller;
      const work = this.idempotency.run(request, 201, (tx) => this.onboarding.onboard(tx, principal, input));
      return { line: line.number, status: 201, ...(await work) };
    } catch (error) {
      return this.refusal(batch, line, error);
    }
  }

  private refusal({ requestId }: IdempotentRequest, { number }: BatchLine, error: unknown): LineResult {
    if (error instanceof StoredAnswer)
      return { line: number, status: error.status, replayed: true, ...(error.body as OnboardedOutput) };
    const refusal = toApiError(error);
    if (refusal.status >= 500) this.logger.error({ err: error, requestId, line: number }, refusal.code);
    return {
      line: number,
      status: refusal.status,
      ...refusal.toEnvelope(requestId, this.settings.PUBLIC_URL),
    };
  }
}

const route = '/exchange/v1/platform/companies/batch';

/** The line as a request: the same one when it comes again with its own key, or in its place under the key of the batch. */
function requestOf(
  caller: Caller,
  batch: IdempotentRequest,
  { number, bytes }: BatchLine,
  key: string | undefined,
): IdempotentRequest {
  const place = batch.scopeId && sha256Hex(JSON.stringify([batch.scopeId, number]));
  const own = key && scopeId(caller, 'POST', route, key);
  return { ...batch, scopeId: own ?? place, fingerprint: sha256(bytes) };
}
