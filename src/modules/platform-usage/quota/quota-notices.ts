import { Injectable } from '@nestjs/common';
import { Tenancy } from '../../../core/auth/caller';
import { Transaction } from '../../../core/database/transaction';
import { MailService } from '../../../core/mail/mail.service';
import { OrganizationContacts } from '../../../core/mail/organization-contacts.port';

export interface QuotaWarning {
  level: number;
  companyId: string | null;
  plan: string | null;
  limit: number;
  used: number;
  percent: number;
  hard: boolean;
  resetsAt: string;
}

/** The mails to an organization whose documents run out. */
@Injectable()
export class QuotaNotices {
  constructor(
    private readonly mails: MailService,
    private readonly contacts: OrganizationContacts,
  ) {}

  async send(tx: Transaction, { organizationId, livemode }: Tenancy, warning: QuotaWarning): Promise<void> {
    const to = await this.contacts.emails(tx, organizationId);
    const subject =
      warning.level < 100
        ? `${warning.percent} % of this month's documents are used`
        : "This month's documents are used up";
    await this.mails.enqueue(tx, { organizationId, livemode, to, subject, text: textOf(warning, livemode) });
  }
}

function textOf({ companyId, plan, limit, used, hard, resetsAt }: QuotaWarning, livemode: boolean): string {
  const whose = companyId ? `The company ${companyId}` : 'Your organization';
  const consequence = hard
    ? 'Beyond the limit documents are refused with QUOTA_EXCEEDED until then.'
    : 'Documents beyond the limit are sent all the same.';
  return [
    `${whose} has used ${used} of ${limit} documents of this month (${livemode ? 'live' : 'test'} mode${plan ? `, plan ${plan}` : ''}).`,
    `The count starts anew at ${resetsAt}. ${consequence}`,
  ].join('\n\n');
}
