import { Body, Controller, Get, Post, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { memberAccess, publicAccess } from '../../core/auth/access';
import { Caller, CurrentCaller } from '../../core/auth/caller';
import { Endpoint } from '../../core/http/endpoint';
import { LoginInput } from './account.inputs';
import { LoginOutput, MeOutput } from './account.outputs';
import { AccountsService } from './accounts.service';
import { LocalAccountsGuard } from './local-accounts.guard';
import { Client, CurrentClient } from './sessions/client';
import { SignInService } from './sign-in/sign-in.service';

@ApiTags('Accounts')
@Controller('exchange/v1')
export class AccountsController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly signIn: SignInService,
  ) {}

  @Post('auth/login')
  @UseGuards(LocalAccountsGuard)
  @Endpoint({
    access: publicAccess,
    summary: 'Sign in to the dashboard',
    description:
      'The token opens the key management and all that a platform key opens outside of /platform, as far as the role allows. ' +
      'Ten failures in a row close an address for 15 minutes.',
    answer: LoginOutput,
    errors: ['MISSING_FIELD', 'INVALID_TOKEN', 'RATE_LIMITED', 'EXTERNAL_ACCOUNT'],
  })
  login(@Body() input: LoginInput, @CurrentClient() client: Client): Promise<LoginOutput> {
    return this.signIn.login(input, client);
  }

  @Get('me')
  @Endpoint({
    access: { ...memberAccess(), company: 'none' },
    summary: 'Who am I?',
    answer: MeOutput,
    errors: ['ORGANIZATION_FORBIDDEN'],
  })
  me(@CurrentCaller() caller: Caller): Promise<MeOutput> {
    return this.accounts.me(caller);
  }
}
