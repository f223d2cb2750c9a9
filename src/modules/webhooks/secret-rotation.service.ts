import { Injectable } from '@nestjs/common';
import { Tenancy } from '../../core/auth/caller';
import { Clock } from '../../core/clock/clock';
import { equalSecrets } from '../../core/crypto/digests';
import { SealedBox } from '../../core/crypto/sealed-box';
import { Transaction, Transactions } from '../../core/database/transaction';
import { ApiError } from '../../core/http/api-error';
import { describeAnswer } from './engine/outcome';
import { Ping } from './preflight/ping';
import { ConfirmedSecretOutput, RotatedSecretOutput } from './secret-rotation.outputs';
import { newSigningSecret } from './signing-secret';
import { WebhookAudit } from './webhook-audit';
import { RotateSecretInput } from './webhook.inputs';
import { WebhookEntity } from './webhook.entity';
import { WebhooksRepository } from './webhooks.repository';
import { WebhooksService } from './webhooks.service';

/** A new secret without a gap: both sign for a while, until the overlap ends or the endpoint has shown that it knows the new one. */
@Injectable()
export class SecretRotationService {
  constructor(
    private readonly webhooks: WebhooksService,
    private readonly repository: WebhooksRepository,
    private readonly ping: Ping,
    private readonly audit: WebhookAudit,
    private readonly transactions: Transactions,
    private readonly box: SealedBox,
    private readonly clock: Clock,
  ) {}

  /** The secret is readable this once. A second rotation ends the overlap of the first. */
  async rotate(
    tx: Transaction,
    tenancy: Tenancy,
    id: string,
    { overlapSeconds, secret: given }: RotateSecretInput,
  ): Promise<RotatedSecretOutput> {
    const webhook = await this.webhooks.lock(tx, tenancy, id);
    const secret = given?.trim() ?? newSigningSecret();
    if (equalSecrets(this.box.open(webhook.sealedSecret), Buffer.from(secret))) throw sameSecret();
    const now = this.clock.now();
    const until = overlapSeconds > 0 ? new Date(now.getTime() + overlapSeconds * 1_000) : null;
    await this.repository.update(tx, id, {
      sealedSecret: this.box.seal(secret),
      previousSealedSecret: until && webhook.sealedSecret,
      previousSecretUntil: until,
      updatedAt: now,
    });
    const previousSecretExpiresAt = until?.toISOString() ?? null;
    const changes = [
      { field: 'secret', to: secret },
      { field: 'previousSecretExpiresAt', to: previousSecretExpiresAt },
    ];
    await this.audit.note(tx, 'webhook.secret_rotated', webhook, changes);
    return { id, secret, previousSecretExpiresAt };
  }

  /** Ends the overlap early if the endpoint accepts a ping that only the new secret signed; else nothing changes. */
  async confirm(tenancy: Tenancy, id: string): Promise<ConfirmedSecretOutput> {
    const webhook = await this.webhooks.find(tenancy, id);
    const secrets = [this.box.open(webhook.sealedSecret).toString()];
    const answer = await this.ping.send(webhook, { purpose: 'rotation', secrets });
    const { statusCode = null } = answer;
    const confirmed = statusCode !== null && statusCode >= 200 && statusCode < 300;
    if (confirmed) await this.transactions.run((tx) => this.endOverlap(tx, webhook));
    const message = confirmed
      ? 'The endpoint accepted a ping signed with the new secret alone: the old one signs no more.'
      : `The ping signed with the new secret alone ${describeAnswer(answer)}: nothing has changed.`;
    return { confirmed, statusCode, message };
  }

  private async endOverlap(tx: Transaction, webhook: WebhookEntity): Promise<void> {
    await this.repository.endOverlap(tx, webhook.id, webhook.sealedSecret);
    await this.audit.note(tx, 'webhook.secret_confirmed', webhook);
  }
}

function sameSecret(): ApiError {
  const message = 'is the secret that signs already; give another one';
  return new ApiError('INVALID_REQUEST', {
    message: `secret: ${message}`,
    details: [{ field: 'secret', rule: 'new', message }],
  });
}
