import { Controller, Get, Header, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Request } from 'express';
import { publicAccess, SetAccess } from '../core/auth/access';
import { VisitorBranding } from '../core/branding/branding.port';
import { accountForm } from './account-form';
import { AccountForm, accountPage } from './account-page';

const html = 'text/html; charset=utf-8';

const newPassword: AccountForm = {
  title: 'Set a new password',
  action: '/exchange/v1/auth/password/reset',
  done: 'Your new password is set. Sign in with it.',
  fields: `<label>New password, of 12 characters or more <input type="password" name="password" autocomplete="new-password" required></label>`,
};

const acceptance: AccountForm = {
  title: 'Accept the invitation',
  action: '/exchange/v1/auth/invitations/accept',
  done: 'You are a member now. Sign in with your address and your password.',
  fields: `<p>If you have an account already, leave both fields empty.</p>
<label>Your name <input name="name" autocomplete="name"></label>
<label>Password, of 12 characters or more <input type="password" name="password" autocomplete="new-password"></label>`,
};

/** Where the links in mails about accounts lead. Their token stands behind the #, which browsers send to no server. */
@ApiExcludeController()
@Controller('account')
export class AccountPagesController {
  constructor(private readonly branding: VisitorBranding) {}

  @Get('password')
  @SetAccess(publicAccess)
  @Header('Content-Type', html)
  @Header('Vary', 'Host')
  async password(@Req() { hostname }: Request): Promise<string> {
    return accountPage(newPassword, await this.branding.show(hostname));
  }

  @Get('invitation')
  @SetAccess(publicAccess)
  @Header('Content-Type', html)
  @Header('Vary', 'Host')
  async invitation(@Req() { hostname }: Request): Promise<string> {
    return accountPage(acceptance, await this.branding.show(hostname));
  }

  @Get('form.js')
  @SetAccess(publicAccess)
  @Header('Content-Type', 'text/javascript; charset=utf-8')
  script(): string {
    return accountForm;
  }
}
