import { Body, Controller, Ip, Post, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ownAccountAccess, publicAccess } from '../../../core/auth/access';
import { Caller, CurrentCaller } from '../../../core/auth/caller';
import { Endpoint } from '../../../core/http/endpoint';
import { LocalAccountsGuard } from '../local-accounts.guard';
import { ChangePasswordInput, ForgotPasswordInput, ResetPasswordInput } from './password.inputs';
import { ForgotPasswordOutput } from './password.outputs';
import { PasswordsService } from './passwords.service';

@ApiTags('Accounts')
@Controller('exchange/v1/auth/password')
@UseGuards(LocalAccountsGuard)
export class PasswordsController {
  constructor(private readonly passwords: PasswordsService) {}

  @Post('forgot')
  @Endpoint({
    access: publicAccess,
    summary: 'Have a link to a new password sent',
    description:
      'The answer is the same whether or not anybody has the address. The link works once, for an hour.',
    status: 202,
    answer: ForgotPasswordOutput,
    errors: ['MISSING_FIELD', 'RATE_LIMITED', 'EXTERNAL_ACCOUNT'],
  })
  forgot(@Body() input: ForgotPasswordInput, @Ip() ip: string): Promise<ForgotPasswordOutput> {
    return this.passwords.forgot(input, ip);
  }

  @Post('reset')
  @Endpoint({
    access: publicAccess,
    summary: 'Set a new password with the link that was sent',
    description: 'Ends every session of the account, and opens it if too many wrong passwords had closed it.',
    status: 204,
    errors: ['MISSING_FIELD', 'INVALID_TOKEN', 'RATE_LIMITED', 'EXTERNAL_ACCOUNT'],
  })
  reset(@Body() input: ResetPasswordInput, @Ip() ip: string): Promise<void> {
    return this.passwords.reset(input, ip);
  }

  @Post('change')
  @Endpoint({
    access: ownAccountAccess,
    summary: 'Change your password',
    description: 'Ends your other sessions. A wrong present password counts like a failed sign-in.',
    status: 204,
    errors: ['MISSING_FIELD', 'RATE_LIMITED', 'EXTERNAL_ACCOUNT'],
  })
  change(@CurrentCaller() { principal }: Caller, @Body() input: ChangePasswordInput): Promise<void> {
    return this.passwords.change(principal, input);
  }
}
