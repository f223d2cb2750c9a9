import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { SealedBox } from '../crypto/sealed-box';
import { Transaction, Transactions } from '../database/transaction';
import { ApiError } from '../http/api-error';
import { StoredAnswer } from '../http/stored-answer';
import { Settings } from '../config/settings';
import { IdempotentRequest } from './idempotency-key';
import { IdempotencyRepository } from './idempotency.repository';

const dayMilliseconds = 24 * 60 * 60 * 1_000;
const retryAfterSeconds = 1;
/** Refusals that the business gave and would give again; all other failures release the key. */
const storedErrors = new Set([404, 409, 422]);

class KeyTaken extends Error {}

/** Makes retries safe: record, effect and answer share one transaction (contract 4). */
@Injectable()
export class IdempotencyService {
  constructor(
    private readonly transactions: Transactions,
    private readonly repository: IdempotencyRepository,
    private readonly box: SealedBox,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** Runs the work at most once for the request's key; `status` is the one its answer is sent with. */
  async run<T>(
    request: IdempotentRequest,
    status: number,
    work: (tx: Transaction) => Promise<T>,
  ): Promise<T> {
    const { scopeId } = request;
    if (!scopeId) return this.transactions.run(work);
    try {
      return await this.transactions.run(async (tx) => {
        await this.reserve(tx, request);
        const answer = await work(tx);
        await this.repository.complete(tx, scopeId, status, this.seal(answer));
        return answer;
      });
    } catch (error) {
      if (error instanceof KeyTaken) return this.replay(request, scopeId);
      if (error instanceof ApiError && storedErrors.has(error.status))
        await this.storeError(request, scopeId, error);
      throw error;
    }
  }

  /**
   * Like `run`, for work with checks that need no transaction: `prepare` comes first, outside of it. When it refuses, an answer that
   * the key was given before outranks the refusal: a repeat of what succeeded once succeeds again, whatever has changed meanwhile.
   */
  async runPrepared<Prepared, T>(
    request: IdempotentRequest,
    status: number,
    prepare: () => Promise<Prepared>,
    work: (tx: Transaction, prepared: Prepared) => Promise<T>,
  ): Promise<T> {
    const prepared = await prepare().catch((error: unknown) => this.refuse(request, error));
    return this.run(request, status, (tx) => work(tx, prepared));
  }

  private async refuse(request: IdempotentRequest, error: unknown): Promise<never> {
    const { scopeId } = request;
    if (!scopeId || !(error instanceof ApiError)) throw error;
    if (await this.repository.find(scopeId, this.clock.now())) return this.replay(request, scopeId);
    if (storedErrors.has(error.status)) await this.storeError(request, scopeId, error);
    throw error;
  }

  private async reserve(tx: Transaction, request: IdempotentRequest): Promise<void> {
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + dayMilliseconds);
    if (!(await this.repository.reserve(tx, request, now, expiresAt))) throw new KeyTaken();
  }

  private async replay(request: IdempotentRequest, scopeId: string): Promise<never> {
    const record = await this.repository.find(scopeId, this.clock.now());
    if (!record) throw new ApiError('IDEMPOTENCY_IN_PROGRESS', { retryAfter: retryAfterSeconds });
    if (!record.fingerprint.equals(request.fingerprint)) throw new ApiError('IDEMPOTENCY_KEY_REUSED');
    throw new StoredAnswer(record.status, JSON.parse(this.box.open(record.sealed_answer).toString()));
  }

  /** The refused work was rolled back; its refusal is kept on its own, unless another request has taken the key meanwhile. */
  private async storeError(request: IdempotentRequest, scopeId: string, error: ApiError): Promise<void> {
    const envelope = error.toEnvelope(request.requestId, this.settings.PUBLIC_URL);
    await this.transactions
      .run(async (tx) => {
        await this.reserve(tx, request);
        await this.repository.complete(tx, scopeId, error.status, this.seal(envelope));
      })
      .catch((failure: unknown) => {
        if (!(failure instanceof KeyTaken)) throw failure;
      });
  }

  private seal(answer: unknown): Buffer {
    return this.box.seal(JSON.stringify(answer ?? null));
  }
}
