import { Body, Controller, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ownerAccess } from '../../core/auth/access';
import { Caller, CurrentCaller } from '../../core/auth/caller';
import { Endpoint } from '../../core/http/endpoint';
import { Idempotent, IdempotentRequest } from '../../core/idempotency/idempotency-key';
import { IdempotencyService } from '../../core/idempotency/idempotency.service';
import { OrganizationOutput } from '../accounts';
import { ChangeOrganizationInput } from './member.inputs';
import { MembersService } from './members.service';

@ApiTags('Members')
@Controller('exchange/v1/organization')
export class OrganizationController {
  constructor(
    private readonly members: MembersService,
    private readonly idempotency: IdempotencyService,
  ) {}

  @Patch()
  @Endpoint({
    access: ownerAccess,
    summary: 'Rename your organization',
    answer: OrganizationOutput,
    errors: ['MISSING_FIELD'],
    idempotent: true,
  })
  rename(
    @CurrentCaller() { principal }: Caller,
    @Idempotent() request: IdempotentRequest,
    @Body() { name }: ChangeOrganizationInput,
  ): Promise<OrganizationOutput> {
    return this.idempotency.run(request, 200, (tx) => this.members.rename(tx, principal, name));
  }
}
