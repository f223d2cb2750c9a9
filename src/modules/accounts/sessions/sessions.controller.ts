import { Controller, Delete, Get, Param, Post, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ownAccountAccess } from '../../../core/auth/access';
import { Caller, CurrentCaller } from '../../../core/auth/caller';
import { Transactions } from '../../../core/database/transaction';
import { Endpoint } from '../../../core/http/endpoint';
import { Idempotent, IdempotentRequest } from '../../../core/idempotency/idempotency-key';
import { IdempotencyService } from '../../../core/idempotency/idempotency.service';
import { LocalAccountsGuard } from '../local-accounts.guard';
import { SessionListOutput } from './session.outputs';
import { SessionsService } from './sessions.service';

@ApiTags('Accounts')
@Controller('exchange/v1/auth')
@UseGuards(LocalAccountsGuard)
export class SessionsController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly idempotency: IdempotencyService,
    private readonly transactions: Transactions,
  ) {}

  @Get('sessions')
  @Endpoint({
    access: ownAccountAccess,
    summary: 'List where you are signed in',
    answer: SessionListOutput,
    errors: ['EXTERNAL_ACCOUNT'],
  })
  list(@CurrentCaller() { principal }: Caller): Promise<SessionListOutput> {
    return this.sessions.list(principal);
  }

  @Delete('sessions/:id')
  @Endpoint({
    access: ownAccountAccess,
    summary: 'End one of your sessions',
    description: 'Its token is refused from that moment on. A repeat gives the same answer.',
    status: 204,
    errors: ['SESSION_NOT_FOUND', 'EXTERNAL_ACCOUNT'],
    idempotent: true,
  })
  end(
    @CurrentCaller() { principal }: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id') id: string,
  ): Promise<void> {
    return this.idempotency.run(request, 204, (tx) => this.sessions.end(tx, principal, id));
  }

  @Post('logout')
  @Endpoint({
    access: ownAccountAccess,
    summary: 'Sign out',
    description: 'Ends the session of the token that this is sent with.',
    status: 204,
    errors: ['EXTERNAL_ACCOUNT'],
  })
  logout(@CurrentCaller() { principal }: Caller): Promise<void> {
    return this.transactions.run((tx) => this.sessions.end(tx, principal, principal.sessionId!));
  }
}
