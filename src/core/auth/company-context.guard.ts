import { CanActivate, ExecutionContext, Injectable } from '@nestjs/common';
import { Request } from 'express';
import { ApiError } from '../http/api-error';
import { accessOf } from './access';
import { Caller } from './caller';
import { CompanyAccess } from './ports';

/** Last of the guards: for which company? A foreign or unknown one does not exist. */
@Injectable()
export class CompanyContextGuard implements CanActivate {
  constructor(private readonly companies: CompanyAccess) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = accessOf(context.getHandler());
    const request = context.switchToHttp().getRequest<Request>();
    const { caller } = request;
    if (!access || !caller || access.company === 'none') return true;
    const companyId = namedCompany(caller, request.header('x-flowie-company')?.trim());
    if (companyId) await this.actFor(caller, companyId);
    else if (access.company === 'required' && caller.principal.kind === 'key')
      throw new ApiError('COMPANY_REQUIRED');
    return true;
  }

  private async actFor(caller: Caller, companyId: string): Promise<void> {
    const { organizationId, livemode } = caller.tenancy;
    const company =
      caller.principal.company ?? (await this.companies.find(organizationId, livemode, companyId));
    if (!company) throw new ApiError('COMPANY_NOT_FOUND');
    caller.company = company;
    caller.tenancy.companyId = company.id;
  }
}

function namedCompany({ principal }: Caller, header: string | undefined): string | undefined {
  if (principal.companyId && header && header !== principal.companyId) {
    throw new ApiError('COMPANY_MISMATCH', {
      message: 'This key acts for another company than the header X-Flowie-Company names.',
    });
  }
  return principal.companyId ?? (header || undefined);
}
