import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../core/clock/clock';
import { sha256 } from '../../core/crypto/digests';
import { newIdentifier } from '../../core/crypto/identifiers';
import { Transaction, Transactions } from '../../core/database/transaction';
import { ApiTokenEntity } from './api-token.entity';
import { CreateApiTokenInput } from './api-token.inputs';
import { ApiTokenListOutput, CreatedApiTokenOutput, toApiTokenOutput } from './api-token.outputs';
import { ApiTokensRepository } from './api-tokens.repository';
import { CredentialAudit } from './credential-audit';
import { GatewayCaller } from './gateway-caller';
import { apiTokenNotFound, invalidRequest, invalidToken } from './gateway-errors';

const randomLength = 20;
const prefixLength = 'api_'.length + 8;
const tokenShape = /^api_[0-9a-f]{40}$/;
const idShape = /^tok_\w{1,40}$/;
const listed = 500;

/** The credentials that an organization gives to external developers. Only their hashes are kept. */
@Injectable()
export class ApiTokensService {
  constructor(
    private readonly repository: ApiTokensRepository,
    private readonly audit: CredentialAudit,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** The token is readable this once. */
  async create(
    organizationId: string,
    { name, expires_at }: CreateApiTokenInput,
  ): Promise<CreatedApiTokenOutput> {
    const now = this.clock.now();
    const expiresAt = expires_at ? new Date(expires_at) : null;
    if (expiresAt && expiresAt <= now) {
      throw invalidRequest([{ field: 'expires_at', rule: 'future', message: 'must be in the future' }]);
    }
    const apiToken = `api_${randomBytes(randomLength).toString('hex')}`;
    const token: ApiTokenEntity = {
      id: newIdentifier('tok'),
      organizationId,
      name: name.trim(),
      tokenPrefix: apiToken.slice(0, prefixLength),
      tokenHash: sha256(apiToken),
      expiresAt,
      revokedAt: null,
      lastUsedAt: null,
      createdAt: now,
    };
    await this.transactions.run((tx) => this.insert(tx, token));
    return { ...toApiTokenOutput(token), api_token: apiToken };
  }

  async list(organizationId: string): Promise<ApiTokenListOutput> {
    const tokens = await this.repository.list(organizationId, listed);
    return { api_tokens: tokens.map(toApiTokenOutput) };
  }

  /** The row stays as evidence; the token and its JWTs are refused from now on. */
  async revoke(organizationId: string, id: string): Promise<void> {
    const revoked =
      idShape.test(id) && (await this.transactions.run((tx) => this.endUse(tx, organizationId, id)));
    if (!revoked) throw apiTokenNotFound();
  }

  /** Whose token this is; says the same of an unknown, a revoked and an expired one. */
  async use(apiToken: string): Promise<GatewayCaller> {
    if (!tokenShape.test(apiToken)) throw invalidToken();
    const hash = sha256(apiToken);
    const caller = await this.transactions.run((tx) => this.repository.use(tx, hash, this.clock.now()));
    if (!caller) throw invalidToken();
    return caller;
  }

  /** On whose behalf a token acts; nothing once it is revoked or expired. */
  async caller(id: string): Promise<GatewayCaller | undefined> {
    return idShape.test(id) ? this.repository.findCaller(id, this.clock.now()) : undefined;
  }

  private async insert(tx: Transaction, token: ApiTokenEntity): Promise<void> {
    await this.repository.insert(tx, token);
    const { id, organizationId, name, tokenPrefix, expiresAt } = token;
    await this.audit.created(tx, 'api_token', { id, organizationId, name, tokenPrefix, expiresAt });
  }

  private async endUse(tx: Transaction, organizationId: string, id: string): Promise<boolean> {
    const revoked = await this.repository.revoke(tx, organizationId, id, this.clock.now());
    if (revoked) await this.audit.revoked(tx, 'api_token', organizationId, id);
    return revoked;
  }
}
