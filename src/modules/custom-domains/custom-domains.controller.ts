import { Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { platformAccess } from '../../core/auth/access';
import { Caller, CurrentCaller } from '../../core/auth/caller';
import { Endpoint } from '../../core/http/endpoint';
import { Idempotent, IdempotentRequest } from '../../core/idempotency/idempotency-key';
import { IdempotencyService } from '../../core/idempotency/idempotency.service';
import { CustomDomainOutput } from '../platform-settings';
import { CustomDomainsService } from './custom-domains.service';

@ApiTags('Platform')
@Controller('exchange/v1/platform/domain')
export class CustomDomainsController {
  constructor(
    private readonly domains: CustomDomainsService,
    private readonly idempotency: IdempotencyService,
  ) {}

  @Get()
  @Endpoint({
    access: platformAccess,
    summary: 'Read how far the custom domain is',
    description: 'The DNS records that it needs, what is wrong with them, and its certificate.',
    answer: CustomDomainOutput,
    errors: ['NOT_FOUND'],
  })
  read(@CurrentCaller() { tenancy }: Caller): Promise<CustomDomainOutput> {
    return this.domains.read(tenancy);
  }

  @Post('verify')
  @Endpoint({
    access: platformAccess,
    summary: 'Check the custom domain now',
    description:
      'The DNS records of a domain that is not served yet, or whose renewal fails, are looked up now instead of when their time comes; one that had failed begins anew. The outcome is read a moment later. A certificate authority that refused is not asked before the time it wants to be left alone for.',
    status: 202,
    answer: CustomDomainOutput,
    errors: ['NOT_FOUND'],
    idempotent: true,
  })
  verify(
    @CurrentCaller() { tenancy }: Caller,
    @Idempotent() request: IdempotentRequest,
  ): Promise<CustomDomainOutput> {
    return this.idempotency.run(request, 202, (tx) => this.domains.verify(tx, tenancy));
  }
}
