import { Injectable } from '@nestjs/common';
import { Clock } from '../../../core/clock/clock';
import { Transactions } from '../../../core/database/transaction';
import { AccountsRepository } from '../accounts.repository';
import { ExternalContactsRepository, KnownContact } from './external-contacts.repository';
import { ExternalMembership } from './external-memberships';

const useNotedEvery = 24 * 60 * 60_000;

/** Keeps what an external issuer's tokens tell of organizations: that they are there, and whom to write to in them. */
@Injectable()
export class Adoption {
  constructor(
    private readonly accounts: AccountsRepository,
    private readonly contacts: ExternalContactsRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** The latest token of a user counts: whoever comes as a viewer, or without an address, is written to no more. */
  async note({ id, role }: ExternalMembership, userId: string, address: string | undefined): Promise<void> {
    const email = role === 'viewer' ? undefined : address;
    const now = this.clock.now();
    const known = await this.contacts.find(id, userId);
    if (known && isCurrent(known, email, now)) return;
    await this.transactions.run(async (tx) => {
      await this.accounts.adoptOrganization(tx, id, now);
      if (email) await this.contacts.put(tx, id, userId, email, now);
      else await this.contacts.remove(tx, id, userId);
    });
  }
}

function isCurrent({ email, seen_at: seenAt }: KnownContact, wanted: string | undefined, now: Date): boolean {
  if (email !== (wanted ?? null)) return false;
  return seenAt === null || now.getTime() - seenAt.getTime() < useNotedEvery;
}
