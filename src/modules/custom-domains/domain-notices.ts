import { Injectable } from '@nestjs/common';
import { Settings } from '../../core/config/settings';
import { Transaction } from '../../core/database/transaction';
import { MailService } from '../../core/mail/mail.service';
import { OrganizationContacts } from '../../core/mail/organization-contacts.port';
import { CustomDomain, Problem } from './custom-domain';
import { recordsFor, targetOf } from './dns-records';

/** The mails to an organization whose domain needs its attention. */
@Injectable()
export class DomainNotices {
  constructor(
    private readonly mails: MailService,
    private readonly contacts: OrganizationContacts,
    private readonly settings: Settings,
  ) {}

  async renewalFails(tx: Transaction, domain: CustomDomain, problem: Problem): Promise<void> {
    const until = domain.notAfter!.toISOString();
    const opening = `The certificate of ${domain.hostname} could not be renewed for a day now. The present one is served until ${until}; without a new one the domain stops working then. Renewal is tried again by itself.`;
    await this.send(tx, domain, `The certificate of ${domain.hostname} cannot be renewed`, opening, problem);
  }

  async failed(tx: Transaction, domain: CustomDomain, problem: Problem): Promise<void> {
    const opening = `${domain.hostname} is not served, and is not looked after any more.`;
    await this.send(tx, domain, `Your domain ${domain.hostname} has failed`, opening, problem);
  }

  private async send(
    tx: Transaction,
    { organizationId, livemode, hostname }: CustomDomain,
    subject: string,
    opening: string,
    problem: Problem,
  ): Promise<void> {
    const { PUBLIC_URL } = this.settings;
    const records = recordsFor(organizationId, hostname, targetOf(this.settings));
    const lines = records.map(({ type, name, value }) => `  ${name}  ${type}  ${value}`);
    const text = [
      opening,
      problem.message,
      `These DNS records must be there:\n\n${lines.join('\n')}`,
      `Once they are, have them looked at:\n\n  curl -X POST ${PUBLIC_URL}/exchange/v1/platform/domain/verify -H "Authorization: Bearer $KEY"`,
    ].join('\n\n');
    const to = await this.contacts.emails(tx, organizationId);
    await this.mails.enqueue(tx, { organizationId, livemode, to, subject, text });
  }
}
