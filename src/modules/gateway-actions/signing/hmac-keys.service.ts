import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../../core/clock/clock';
import { newIdentifier } from '../../../core/crypto/identifiers';
import { SealedBox } from '../../../core/crypto/sealed-box';
import { Transaction, Transactions } from '../../../core/database/transaction';
import { CredentialAudit } from '../credential-audit';
import { hmacKeyNotFound } from '../gateway-errors';
import { HmacKeyEntity } from './hmac-key.entity';
import { CreateHmacKeyInput } from './hmac-key.inputs';
import { CreatedHmacKeyOutput, HmacKeyListOutput, toHmacKeyOutput } from './hmac-key.outputs';
import { HmacKeysRepository } from './hmac-keys.repository';

const randomLength = 32;
const prefixLength = 'hmac_'.length + 8;
const idShape = /^hmk_\w{1,40}$/;
const listed = 500;

/** The keys that calls to an organization's action endpoints are signed with. Sealed, since signing needs them again. */
@Injectable()
export class HmacKeysService {
  constructor(
    private readonly repository: HmacKeysRepository,
    private readonly audit: CredentialAudit,
    private readonly transactions: Transactions,
    private readonly box: SealedBox,
    private readonly clock: Clock,
  ) {}

  /** The key is readable this once, and signs from now on. */
  async create(organizationId: string, input: CreateHmacKeyInput): Promise<CreatedHmacKeyOutput> {
    const hmacKey = input.hmac_key?.trim() ?? `hmac_${randomBytes(randomLength).toString('hex')}`;
    const key: HmacKeyEntity = {
      id: newIdentifier('hmk'),
      organizationId,
      name: input.name.trim(),
      keyPrefix: prefixOf(hmacKey),
      sealedKey: this.box.seal(hmacKey),
      revokedAt: null,
      createdAt: this.clock.now(),
    };
    await this.transactions.run((tx) => this.insert(tx, key));
    return { ...toHmacKeyOutput(key, true), hmac_key: hmacKey };
  }

  async list(organizationId: string): Promise<HmacKeyListOutput> {
    const keys = await this.repository.list(organizationId, listed);
    return { hmac_keys: keys.map((key, at) => toHmacKeyOutput(key, at === 0)) };
  }

  /** The row stays as evidence, without the key; the newest of the others signs from now on. */
  async revoke(organizationId: string, id: string): Promise<void> {
    const revoked =
      idShape.test(id) && (await this.transactions.run((tx) => this.endUse(tx, organizationId, id)));
    if (!revoked) throw hmacKeyNotFound();
  }

  /** What signs the calls of that organization; nothing when it has no key. */
  async signingKey(organizationId: string): Promise<string | undefined> {
    const [newest] = await this.repository.list(organizationId, 1);
    return newest?.sealedKey ? this.box.open(newest.sealedKey).toString() : undefined;
  }

  private async insert(tx: Transaction, key: HmacKeyEntity): Promise<void> {
    await this.repository.insert(tx, key);
    const { id, organizationId, name, keyPrefix } = key;
    await this.audit.created(tx, 'hmac_key', { id, organizationId, name, keyPrefix });
  }

  private async endUse(tx: Transaction, organizationId: string, id: string): Promise<boolean> {
    const revoked = await this.repository.revoke(tx, organizationId, id, this.clock.now());
    if (revoked) await this.audit.revoked(tx, 'hmac_key', organizationId, id);
    return revoked;
  }
}

/** Of a short key that a client brought, no more than a quarter. */
function prefixOf(hmacKey: string): string {
  return hmacKey.slice(0, Math.min(prefixLength, Math.floor(hmacKey.length / 4)));
}
