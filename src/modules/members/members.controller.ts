import { Body, Controller, Delete, Get, Param, Patch, Query, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { dashboardAccess, ownerAccess } from '../../core/auth/access';
import { Caller, CurrentCaller } from '../../core/auth/caller';
import { Endpoint } from '../../core/http/endpoint';
import { Page, PageQuery } from '../../core/http/page';
import { Idempotent, IdempotentRequest } from '../../core/idempotency/idempotency-key';
import { IdempotencyService } from '../../core/idempotency/idempotency.service';
import { LocalAccountsGuard } from '../accounts';
import { ChangeMemberInput } from './member.inputs';
import { MemberOutput, MemberPageOutput } from './member.outputs';
import { MembersService } from './members.service';

@ApiTags('Members')
@Controller('exchange/v1/organization/members')
@UseGuards(LocalAccountsGuard)
export class MembersController {
  constructor(
    private readonly members: MembersService,
    private readonly idempotency: IdempotencyService,
  ) {}

  @Get()
  @Endpoint({
    access: dashboardAccess,
    summary: 'List the members of your organization',
    answer: MemberPageOutput,
    errors: ['INVALID_CURSOR', 'EXTERNAL_ACCOUNT'],
  })
  list(@CurrentCaller() { principal }: Caller, @Query() query: PageQuery): Promise<Page<MemberOutput>> {
    return this.members.list(principal.organizationId, query);
  }

  @Patch(':userId')
  @Endpoint({
    access: ownerAccess,
    summary: 'Change the role of a member',
    answer: MemberOutput,
    errors: ['MISSING_FIELD', 'INVALID_ENUM', 'MEMBER_NOT_FOUND', 'LAST_OWNER', 'EXTERNAL_ACCOUNT'],
    idempotent: true,
  })
  changeRole(
    @CurrentCaller() { principal }: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('userId') userId: string,
    @Body() { role }: ChangeMemberInput,
  ): Promise<MemberOutput> {
    return this.idempotency.run(request, 200, (tx) => this.members.changeRole(tx, principal, userId, role));
  }

  @Delete(':userId')
  @Endpoint({
    // Everybody may leave; that others are for owners to remove, the service knows.
    access: { ...dashboardAccess, role: 'viewer' },
    summary: 'Remove a member, or leave',
    description:
      'Owners remove others; everybody may leave. Ends all sessions of whoever is no member any more.',
    status: 204,
    errors: ['MEMBER_NOT_FOUND', 'LAST_OWNER', 'EXTERNAL_ACCOUNT'],
    idempotent: true,
  })
  remove(
    @CurrentCaller() { principal }: Caller,
    @Idempotent() request: IdempotentRequest,
    @Param('userId') userId: string,
  ): Promise<void> {
    return this.idempotency.run(request, 204, (tx) => this.members.remove(tx, principal, userId));
  }
}
