import { Body, Controller, Get, Ip, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { memberAccess, publicAccess } from '../../core/auth/access';
import { Caller, CurrentCaller } from '../../core/auth/caller';
import { Endpoint } from '../../core/http/endpoint';
import { LoginInput } from './account.inputs';
import { LoginOutput, MeOutput } from './account.outputs';
import { AccountsService } from './accounts.service';

@ApiTags('Accounts')
@Controller('exchange/v1')
export class AccountsController {
  constructor(private readonly accounts: AccountsService) {}

  @Post('auth/login')
  @Endpoint({
    access: publicAccess,
    summary: 'Sign in to the dashboard',
    description: 'The token opens the key management and all that a platform key opens outside of /platform.',
    answer: LoginOutput,
    errors: ['MISSING_FIELD', 'INVALID_TOKEN', 'RATE_LIMITED'],
  })
  login(@Body() input: LoginInput, @Ip() clientAddress: string): Promise<LoginOutput> {
    return this.accounts.login(input, clientAddress);
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
