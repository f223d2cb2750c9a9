import { Body, Controller, Delete, Get, Ip, Param, Post, Query, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { dashboardAccess, ownerAccess, publicAccess } from '../../core/auth/access';
import { Caller, CurrentCaller } from '../../core/auth/caller';
import { Endpoint } from '../../core/http/endpoint';
import { Page, PageQuery } from '../../core/http/page';
import { Idempotent, IdempotentRequest } from '../../core/idempotency/idempotency-key';
import { IdempotencyService } from '../../core/idempotency/idempotency.service';
import { LocalAccountsGuard } from '../accounts';
import { AcceptanceService } from './acceptance.service';
import { InvitationsService } from './invitations.service';
import { AcceptInvitationInput, InviteInput } from './member.inputs';
import { AcceptedInvitationOutput, InvitationOutput, InvitationPageOutput } from './member.outputs';

@ApiTags('Members')
@Controller('exchange/v1')
@UseGuards(LocalAccountsGuard)
export class InvitationsController {
  constructor(
    private readonly invitations: InvitationsService,
    private readonly acceptance: AcceptanceService,
    private readonly idempotency: IdempotencyService,
  ) {}

  @Post('organization/invitations')
  @Endpoint({
    access: ownerAccess,
    summary: 'Invite somebody into your organization',
    description:
      'By a mail with a link that works once, for 7 days. Inviting an address again replaces the link.',
    status: 201,
    answer: InvitationOutput,
    errors: ['MISSING_FIELD', 'INVALID_ENUM', 'MEMBER_EXISTS', 'EXTERNAL_ACCOUNT'],
    idempotent: true,
  })
  invite(
    @CurrentCaller() { principal }: Caller,
    @Idempotent() request: IdempotentRequest,
    @Body() input: InviteInput,
  ): Promise<InvitationOutput> {
    return this.idempotency.run(request, 201, (tx) => this.invitations.invite(tx, principal, input));
  }

  @Get('organization/invitations')
  @Endpoint({
    access: dashboardAccess,
    summary: 'List the invitations that nobody has accepted',
    answer: InvitationPageOutput,
    errors: ['INVALID_CURSOR', 'EXTERNAL_ACCOUNT'],
  })
  list(@CurrentCaller() { principal }: Caller, @Query() query: PageQuery): Promise<Page<InvitationOutput>> {
    return this.invitations.list(principal.organizationId, query);
  }

  @Delete('organization/invitations/:id')
  @Endpoint({
    access: ownerAccess,
    summary: 'Withdraw an invitation',
    description: 'Its link is worth nothing from that moment on.',
    status: 204,
    errors: ['INVITATION_NOT_FOUND', 'EXTERNAL_ACCOUNT'],
    idempotent: true,
  })
  withdraw(
    @CurrentCaller() { principal }: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('id') id: string,
  ): Promise<void> {
    return this.idempotency.run(request, 204, (tx) => this.invitations.withdraw(tx, principal, id));
  }

  @Post('auth/invitations/accept')
  @Endpoint({
    access: publicAccess,
    summary: 'Accept an invitation',
    description: 'Who has no account yet chooses a password; who has one leaves it out and signs in as ever.',
    answer: AcceptedInvitationOutput,
    errors: ['MISSING_FIELD', 'INVALID_TOKEN', 'RATE_LIMITED', 'EXTERNAL_ACCOUNT'],
  })
  accept(@Body() input: AcceptInvitationInput, @Ip() ip: string): Promise<AcceptedInvitationOutput> {
    return this.acceptance.accept(input, ip);
  }
}
