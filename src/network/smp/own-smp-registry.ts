import { Injectable } from '@nestjs/common';
import { Clock } from '../../core/clock/clock';
import { Settings } from '../../core/config/settings';
import { Transactions } from '../../core/database/transaction';
import { NetworkError } from '../network-error.port';
import { ParticipantRegistry, Registration } from '../participant-registry.port';
import { AccessPointSettings } from './access-point-settings';
import { ForeignProvider } from './foreign-provider';
import { newMigrationKey } from './migration-key';
import { ownSmpUrl } from './own-smp-url';
import { SmpEntries } from './smp-entries';
import { SmpSigner } from './smp-signer';

/**
 * Publishes companies in the SMP that this very service is. The SML learns of them from the operator: it takes its entries over SOAP
 * from holders of a certificate of Peppol's.
 */
@Injectable()
export class OwnSmpRegistry extends ParticipantRegistry {
  constructor(
    private readonly entries: SmpEntries,
    private readonly transactions: Transactions,
    private readonly others: ForeignProvider,
    private readonly signer: SmpSigner,
    private readonly accessPoint: AccessPointSettings,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** Throws one sentence that names the setting which is missing or wrong. */
  checkSettings(): void {
    this.signer.read();
    this.accessPoint.read();
  }

  async register(registration: Registration): Promise<void> {
    if (!registration.migrationKey) {
      const own = ownSmpUrl(this.settings);
      await Promise.all(registration.participantIds.map((id) => this.others.refuse(id, own)));
    }
    await this.transactions.run(async (tx) => {
      const held = await this.entries.insert(tx, registration, this.clock.now());
      if (held.length === 0) return;
      const message = `Another company of this installation is registered as ${held.join(', ')}.`;
      throw new NetworkError('PARTICIPANT_HELD_BY_ANOTHER_COMPANY', message, false);
    });
  }

  async unregister({ companyId, participantIds }: Registration): Promise<void> {
    await this.transactions.run((tx) => this.entries.remove(tx, companyId, participantIds));
  }

  async release({ companyId }: Registration): Promise<string> {
    const key = await this.transactions.run((tx) =>
      this.entries.setMigrationKey(tx, companyId, newMigrationKey()),
    );
    if (key) return key;
    const message =
      'The company is not registered, so there is nothing that another provider could take over.';
    throw new NetworkError('PARTICIPANT_NOT_REGISTERED', message, false);
  }
}
