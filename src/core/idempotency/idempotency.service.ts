import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { SealedBox } from '../crypto/sealed-box';
import { PreparedStatements } from '../database/prepared-statements';
import { insertTogether, Statement } from '../database/statement';
import { returning, Transaction, Transactions } from '../database/transaction';
import { ApiError } from '../http/api-error';
import { StoredAnswer } from '../http/stored-answer';
import { Settings } from '../config/settings';
import { Effect } from './effect';
import { IdempotentRequest } from './idempotency-key';
import { IdempotencyRepository, KeptAnswer } from './idempotency.repository';

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
    private readonly statements: PreparedStatements,
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
    const once = this.transactions.run(async (tx) => {
      const { sql, parameters } = this.reservation(request);
      if ((await returning(tx, sql, parameters)).length === 0) throw new KeyTaken();
      const answer = await work(tx);
      await this.repository.complete(tx, scopeId, this.keep(status, answer));
      return answer;
    });
    return once.catch((error: unknown) => this.settle(request, scopeId, error));
  }

  /**
   * Like `run`, for work that something must be fetched for first. As below, an answer that the key was given before outranks what
   * the preparation has to refuse.
   */
  async runPrepared<P, T>(
    request: IdempotentRequest,
    status: number,
    prepare: () => Promise<P>,
    work: (tx: Transaction, prepared: P) => Promise<T>,
  ): Promise<T> {
    const prepared = await prepare().catch((error: unknown) => this.refuse(request, error));
    return this.run(request, status, (tx) => work(tx, prepared));
  }

  /**
   * Like `run`, for an effect that is known beforehand: record, effect and answer are one statement. When `prepare` refuses, an answer
   * that the key was given before outranks the refusal: a repeat of what succeeded once succeeds again, whatever has changed meanwhile.
   */
  async write<T>(request: IdempotentRequest, status: number, prepare: () => Promise<Effect<T>>): Promise<T> {
    const { scopeId } = request;
    const effect = await prepare().catch((error: unknown) => this.refuse(request, error));
    const reservation = scopeId ? this.reservation(request, this.keep(status, effect.answer)) : undefined;
    const once = this.insert(effect, reservation);
    await (scopeId ? once.catch((error: unknown) => this.settle(request, scopeId, error)) : once);
    effect.announce();
    return effect.answer;
  }

  private async insert({ rows, explain }: Effect<unknown>, reservation?: Statement): Promise<void> {
    const inserted = await this.statements
      .run(insertTogether(rows, reservation))
      .catch(async (error: Error) => Promise.reject(await explain(error)));
    if (inserted.length === 0) throw new KeyTaken();
  }

  private async settle(request: IdempotentRequest, scopeId: string, error: unknown): Promise<never> {
    if (error instanceof KeyTaken) return this.replay(request, scopeId);
    if (error instanceof ApiError && storedErrors.has(error.status)) await this.storeError(request, error);
    throw error;
  }

  private async refuse(request: IdempotentRequest, error: unknown): Promise<never> {
    const { scopeId } = request;
    if (!scopeId || !(error instanceof ApiError)) throw error;
    if (await this.repository.find(scopeId, this.clock.now())) return this.replay(request, scopeId);
    return this.settle(request, scopeId, error);
  }

  private reservation(request: IdempotentRequest, answer?: KeptAnswer): Statement {
    const now = this.clock.now();
    return this.repository.reservation(request, now, new Date(now.getTime() + dayMilliseconds), answer);
  }

  private async replay(request: IdempotentRequest, scopeId: string): Promise<never> {
    const record = await this.repository.find(scopeId, this.clock.now());
    if (!record) throw new ApiError('IDEMPOTENCY_IN_PROGRESS', { retryAfter: retryAfterSeconds });
    if (!record.fingerprint.equals(request.fingerprint)) throw new ApiError('IDEMPOTENCY_KEY_REUSED');
    throw new StoredAnswer(record.status, JSON.parse(this.box.open(record.sealed_answer).toString()));
  }

  /** The refused work was rolled back; its refusal is kept on its own, unless another request has taken the key meanwhile. */
  private async storeError(request: IdempotentRequest, error: ApiError): Promise<void> {
    const envelope = error.toEnvelope(request.requestId, this.settings.PUBLIC_URL);
    await this.statements.run(this.reservation(request, this.keep(error.status, envelope)));
  }

  private keep(status: number, answer: unknown): KeptAnswer {
    return { status, sealedAnswer: this.box.seal(JSON.stringify(answer ?? null)) };
  }
}
