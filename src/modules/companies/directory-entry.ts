import { Injectable } from '@nestjs/common';
import { SealedBox } from '../../core/crypto/sealed-box';
import { Transactions } from '../../core/database/transaction';
import { NetworkError } from '../../network/network-error.port';
import { ParticipantRegistry, Registration } from '../../network/participant-registry.port';
import { Company } from './company';
import { RegistrationsRepository } from './registrations.repository';

/** A company's entry in the network's directory: what is published of it, and that nothing stays behind. */
@Injectable()
export class DirectoryEntry {
  constructor(
    private readonly registry: ParticipantRegistry,
    private readonly repository: RegistrationsRepository,
    private readonly transactions: Transactions,
    private readonly box: SealedBox,
  ) {}

  /** Publishes the company's ids and withdraws those that it has no more; the withdrawn ones. Throws NetworkError. */
  async publish(company: Company): Promise<string[]> {
    await this.refuseTaken(company);
    const surplus = await this.transactions.run((tx) => this.repository.notePublishing(tx, company));
    const sealed = await this.repository.migrationKey(company.id);
    const migrationKey = sealed && this.box.open(Buffer.from(sealed, 'base64')).toString();
    await this.registry.register({ ...toRegistration(company), ...(migrationKey && { migrationKey }) });
    await this.withdraw(company, surplus);
    return surplus;
  }

  /** Takes out all that was ever published of it. Throws NetworkError. */
  async remove(company: Company): Promise<void> {
    await this.withdraw(company, await this.repository.publishedIds(company.id));
  }

  /** The key with which another provider takes the entry over. Throws NetworkError. */
  release(company: Company): Promise<string> {
    return this.registry.release(toRegistration(company));
  }

  seal(migrationKey: string): string {
    return this.box.seal(migrationKey).toString('base64');
  }

  /** Whoever registered an id first keeps it. In test mode every tester may try the same one. */
  private async refuseTaken(company: Company): Promise<void> {
    if (!company.livemode) return;
    const [taken] = await this.repository.heldByOthers(company, company.peppolIds);
    if (taken === undefined) return;
    const message = `${taken} is registered by another company of this installation.`;
    throw new NetworkError('PARTICIPANT_REGISTERED_ELSEWHERE', message, false);
  }

  /** An id that has gone over to another company here is that company's entry now. */
  private async withdraw(company: Company, ids: string[]): Promise<void> {
    const held = company.livemode ? await this.repository.heldByOthers(company, ids) : [];
    const participantIds = ids.filter((id) => !held.includes(id));
    if (participantIds.length > 0)
      await this.registry.unregister({ ...toRegistration(company), participantIds });
  }
}

/** What the network's directory is to know of a company. */
function toRegistration({ id, organizationId, livemode, name, country, peppolIds }: Company): Registration {
  return { companyId: id, organizationId, livemode, name, country, participantIds: peppolIds };
}
