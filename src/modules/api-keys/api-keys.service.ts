import { Injectable } from '@nestjs/common';
import { FieldChange, fieldChanges } from '../../core/audit/audit-change';
import { AuditLog } from '../../core/audit/audit-log';
import { Principal } from '../../core/auth/caller';
import { Entitlements } from '../../core/auth/ports';
import { KeyType, normalizeScopes, Scope } from '../../core/auth/scopes';
import { Clock } from '../../core/clock/clock';
import { newIdentifier } from '../../core/crypto/identifiers';
import { Transaction } from '../../core/database/transaction';
import { ApiError } from '../../core/http/api-error';
import { decodeCursor, Page, PageQuery, toPage } from '../../core/http/page';
import { CompaniesService } from '../companies';
import { ApiKeyEntity } from './api-key.entity';
import { RotateApiKeyInput } from './api-key.inputs';
import { ApiKeyOutput, CreatedApiKeyOutput, toApiKeyOutput } from './api-key.outputs';
import { ApiKeysRepository, KeyTenancy } from './api-keys.repository';
import { newKeyText } from './key-text';
import { checkGrant, checkWish } from './minting-rules';

export interface NewApiKey {
  name: string;
  scopes: Scope[];
  keyType: KeyType;
  companyId?: string;
  expiresAt?: string | null;
  /** For makers that belong to no mode, which users are; a key's keys are of its own. */
  mode?: 'test' | 'live';
}

/** The keys with which programs call us. */
@Injectable()
export class ApiKeysService {
  constructor(
    private readonly repository: ApiKeysRepository,
    private readonly companies: CompaniesService,
    private readonly entitlements: Entitlements,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * The one moment at which the key can be read. Throws a 400 for a contradictory wish, INSUFFICIENT_SCOPE when the key would grant
   * more than its maker has, ENTITLEMENT_REQUIRED, or COMPANY_NOT_FOUND.
   */
  async mint(tx: Transaction, maker: Principal, input: NewApiKey): Promise<CreatedApiKeyOutput> {
    const { organizationId } = maker;
    const livemode = maker.kind === 'user' && input.mode ? input.mode === 'live' : maker.livemode;
    const scopes = normalizeScopes(input.scopes);
    checkWish(input, this.clock.now());
    checkGrant(maker, { keyType: input.keyType, scopes });
    if (input.keyType === 'white_label') await this.checkEntitlement(tx, organizationId);
    if (input.companyId) await this.companies.get({ organizationId, livemode }, input.companyId, tx);
    const row = await this.issue(tx, {
      organizationId,
      livemode,
      companyId: input.companyId ?? null,
      keyType: input.keyType,
      name: input.name.trim(),
      scopes,
      expiresAt: input.expiresAt ? new Date(input.expiresAt) : null,
    });
    const { name, keyType, keyPrefix, expiresAt } = row.stored;
    const changes = fieldChanges({}, { name, keyType, keyPrefix, scopes, expiresAt });
    await this.note(tx, 'api_key.created', row.stored, changes);
    return row.output;
  }

  async list(tenancy: KeyTenancy, { limit, cursor }: PageQuery): Promise<Page<ApiKeyOutput>> {
    const [before] = decodeCursor(cursor, /^key_\w{1,40}$/) ?? [];
    const rows = await this.repository.list(tenancy, before, limit + 1);
    return toPage(rows, limit, (row) => [row.id], toApiKeyOutput);
  }

  async get(tenancy: KeyTenancy, id: string): Promise<ApiKeyOutput> {
    return toApiKeyOutput(orNotFound(await this.repository.find(tenancy, id)));
  }

  /** A repeat changes nothing. */
  async revoke(tx: Transaction, tenancy: KeyTenancy, id: string): Promise<void> {
    const key = orNotFound(await this.repository.lock(tx, tenancy, id));
    if (key.revokedAt) return;
    const revokedAt = this.clock.now();
    await this.repository.update(tx, id, { revokedAt });
    await this.note(tx, 'api_key.revoked', key, [{ field: 'revokedAt', from: null, to: revokedAt }]);
  }

  /** For platform keys, which revoke their tenants' keys; those of their own kind are the dashboard's to revoke. */
  async revokeTenantKey(tx: Transaction, tenancy: KeyTenancy, id: string): Promise<void> {
    const key = orNotFound(await this.repository.lock(tx, tenancy, id));
    if (key.keyType !== 'personal') throw new ApiError('API_KEY_NOT_FOUND');
    await this.revoke(tx, tenancy, id);
  }

  /** Every key of an organization that ends. */
  async revokeAll(tx: Transaction, organizationId: string): Promise<void> {
    await this.repository.revokeAll(tx, organizationId, this.clock.now());
  }

  /** A new key of the same properties; the old one expires after the overlap, or earlier where it was to. */
  async rotate(
    tx: Transaction,
    tenancy: KeyTenancy,
    id: string,
    input: RotateApiKeyInput,
  ): Promise<CreatedApiKeyOutput> {
    const old = orNotFound(await this.repository.lock(tx, tenancy, id));
    const now = this.clock.now();
    if (old.revokedAt || (old.expiresAt && old.expiresAt <= now)) {
      throw new ApiError('INVALID_TRANSITION', {
        message: 'The key is revoked or expired; make a new one instead.',
      });
    }
    const end = new Date(now.getTime() + input.overlapSeconds * 1_000);
    if (!old.expiresAt || end < old.expiresAt) await this.repository.update(tx, id, { expiresAt: end });
    const { stored, output } = await this.issue(tx, old);
    await this.note(tx, 'api_key.rotated', old, [{ field: 'replacedBy', to: stored.id }]);
    return output;
  }

  private async issue(
    tx: Transaction,
    properties: Pick<
      ApiKeyEntity,
      'organizationId' | 'livemode' | 'companyId' | 'keyType' | 'name' | 'scopes' | 'expiresAt'
    >,
  ): Promise<{ stored: ApiKeyEntity; output: CreatedApiKeyOutput }> {
    const { organizationId, livemode, companyId, keyType, name, scopes, expiresAt } = properties;
    const { key, keyPrefix, keyHash } = newKeyText(keyType, livemode);
    const row: ApiKeyEntity = {
      id: newIdentifier('key'),
      organizationId,
      livemode,
      companyId,
      keyType,
      name,
      keyPrefix,
      keyHash,
      scopes,
      expiresAt,
      revokedAt: null,
      lastUsedAt: null,
      createdAt: this.clock.now(),
    };
    await this.repository.insert(tx, row);
    return { stored: row, output: { ...toApiKeyOutput(row), key } };
  }

  private note(tx: Transaction, action: string, key: ApiKeyEntity, changes: FieldChange[]): Promise<void> {
    const { id, companyId } = key;
    return this.audit.append(tx, {
      action,
      subject: { type: 'api_key', id },
      companyId,
      owner: key,
      changes,
    });
  }

  private async checkEntitlement(tx: Transaction, organizationId: string): Promise<void> {
    if (await this.entitlements.has(tx, organizationId, 'white_label')) return;
    const message =
      'White-label keys need the entitlement white_label, which your organization does not have.';
    throw new ApiError('ENTITLEMENT_REQUIRED', { message });
  }
}

function orNotFound(key: ApiKeyEntity | undefined): ApiKeyEntity {
  if (!key) throw new ApiError('API_KEY_NOT_FOUND');
  return key;
}
