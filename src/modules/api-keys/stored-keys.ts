import { Injectable, Logger } from '@nestjs/common';
import { Principal } from '../../core/auth/caller';
import { KeyVerifier } from '../../core/auth/ports';
import { Clock } from '../../core/clock/clock';
import { Transactions } from '../../core/database/transaction';
import { ApiError } from '../../core/http/api-error';
import { outsideOfRequests } from '../../core/http/current-request';
import { ApiKeysRepository, VerifiedKeyRow } from './api-keys.repository';
import { hashOf } from './key-text';

const useNotedEvery = 60_000;

/** Looks a key up at every request, with no cache: a revoked key is refused from that moment on. */
@Injectable()
export class StoredKeys extends KeyVerifier {
  private readonly logger = new Logger('StoredKeys');
  /** Keys whose use is being noted, so that a burst notes it once. */
  private readonly noting = new Set<string>();

  constructor(
    private readonly repository: ApiKeysRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {
    super();
  }

  async verify(key: string): Promise<Principal> {
    const row = await this.repository.findByHash(hashOf(key));
    const now = this.clock.now();
    if (!row) throw new ApiError('INVALID_TOKEN');
    if (row.revoked_at) throw new ApiError('REVOKED_KEY');
    if (row.expires_at && row.expires_at <= now) throw new ApiError('EXPIRED_TOKEN');
    this.noteUse(row, now);
    return {
      kind: 'key',
      id: row.id,
      organizationId: row.organization_id,
      livemode: row.livemode,
      scopes: row.scopes,
      keyType: row.key_type,
      companyId: row.company?.id,
      company: row.company ?? undefined,
      keyName: row.name,
      keyPrefix: row.key_prefix,
    };
  }

  /** In the background: a request never waits for it, nor fails by it. */
  private noteUse({ id, last_used_at }: VerifiedKeyRow, now: Date): void {
    if (this.noting.has(id) || (last_used_at && now.getTime() - last_used_at.getTime() < useNotedEvery))
      return;
    this.noting.add(id);
    outsideOfRequests(() => this.transactions.run((tx) => this.repository.noteUse(tx, id, now)))
      .catch((error: unknown) => this.logger.warn({ err: error, key: id }, 'the use of a key was not noted'))
      .finally(() => this.noting.delete(id));
  }
}
