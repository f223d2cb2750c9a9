import { Injectable } from '@nestjs/common';
import { Appearance, Appearances } from '../../../core/branding/appearance';
import { Settings } from '../../../core/config/settings';
import { Transaction } from '../../../core/database/transaction';
import { MailService } from '../../../core/mail/mail.service';
import { AccountsRepository } from '../accounts.repository';

type Addressee = { id: string; email: string };

/** The mails to a person about their account. Whoever belongs to no organization can do nothing here, and gets none. */
@Injectable()
export class AccountNotices {
  constructor(
    private readonly mails: MailService,
    private readonly appearances: Appearances,
    private readonly accounts: AccountsRepository,
    private readonly settings: Settings,
  ) {}

  locked(tx: Transaction, user: Addressee): Promise<void> {
    return this.send(tx, user, 'Sign-in to your account is closed for 15 minutes', () => [
      `There were ten wrong passwords in a row for ${user.email}. For 15 minutes no sign-in is accepted, whatever the password; sessions that are open stay open.`,
      'If that was not you: your password was not found out, and nothing else was touched. A new password, by a link that "forgot password" sends to you, opens the account at once.',
    ]);
  }

  passwordChanged(tx: Transaction, user: Addressee): Promise<void> {
    return this.send(tx, user, 'Your password was changed', () => [
      `The password of ${user.email} was changed, and the other sessions of the account have ended.`,
      'If that was not you, set a new one at once with "forgot password", and tell the owners of your organization.',
    ]);
  }

  newPassword(tx: Transaction, user: Addressee, token: string): Promise<void> {
    const text = ({ url }: Appearance) => [
      `Somebody, probably you, asked for a new password for ${user.email}. Set it here within an hour; the link works once:`,
      `${url}/account/password#{secret}`,
      'If that was not you, do nothing: your password stays as it is.',
    ];
    return this.send(tx, user, 'Set a new password', text, token);
  }

  private async send(
    tx: Transaction,
    user: Addressee,
    subject: string,
    textFor: (product: Appearance) => string[],
    secret?: string,
  ): Promise<void> {
    const organizationId = await this.accounts.firstOrganizationId(tx, user.id);
    if (!organizationId) return;
    const livemode = this.settings.DEFAULT_MODE === 'live';
    const text = textFor(await this.appearances.of(tx, organizationId)).join('\n\n');
    const mail = { organizationId, livemode, to: [user.email], subject, text, secret };
    await this.mails.enqueue(tx, mail);
  }
}
