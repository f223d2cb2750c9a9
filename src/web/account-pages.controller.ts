import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { publicAccess, SetAccess } from '../core/auth/access';
import { accountForm } from './account-form';

const html = 'text/html; charset=utf-8';

/** Where the links in mails about accounts lead. Their token stands behind the #, which browsers send to no server. */
@ApiExcludeController()
@Controller('account')
export class AccountPagesController {
  @Get('password')
  @SetAccess(publicAccess)
  @Header('Content-Type', html)
  password(): string {
    return page('Set a new password', {
      action: '/exchange/v1/auth/password/reset',
      done: 'Your new password is set. Sign in with it.',
      fields: `<label>New password, of 12 characters or more <input type="password" name="password" autocomplete="new-password" required></label>`,
    });
  }

  @Get('invitation')
  @SetAccess(publicAccess)
  @Header('Content-Type', html)
  invitation(): string {
    return page('Accept the invitation', {
      action: '/exchange/v1/auth/invitations/accept',
      done: 'You are a member now. Sign in with your address and your password.',
      fields: `<p>If you have an account already, leave both fields empty.</p>
<label>Your name <input name="name" autocomplete="name"></label>
<label>Password, of 12 characters or more <input type="password" name="password" autocomplete="new-password"></label>`,
    });
  }

  @Get('form.js')
  @SetAccess(publicAccess)
  @Header('Content-Type', 'text/javascript; charset=utf-8')
  script(): string {
    return accountForm;
  }
}

function page(title: string, { action, done, fields }: Record<'action' | 'done' | 'fields', string>): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title} · Flowie Exchange</title><style>${style}</style><script src="/account/form.js" defer></script></head>
<body><h1>${title}</h1><form action="${action}" data-done="${done}">${fields}
<button>${title}</button></form><p role="status"></p></body></html>`;
}

const style = `body{font:16px/1.5 system-ui;margin:4rem auto;max-width:26rem;padding:0 1rem}
label,input,button{display:block;width:100%;box-sizing:border-box;font:inherit;margin:.3rem 0}input,button{padding:.5rem}`;
