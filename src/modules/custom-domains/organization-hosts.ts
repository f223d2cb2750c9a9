import { Injectable } from '@nestjs/common';
import { EntityManager } from 'typeorm';
import { BrandHosts } from '../../core/branding/branding.port';
import { CustomDomainsRepository } from './custom-domains.repository';

/** Which organization a host belongs to, and the other way round; only what an organization has proven to be its own counts. */
@Injectable()
export class OrganizationHosts extends BrandHosts {
  constructor(private readonly repository: CustomDomainsRepository) {
    super();
  }

  /** Only one that is served, with a certificate. */
  async hostOf(db: EntityManager, organizationId: string): Promise<string | undefined> {
    const domain = await this.repository.ofOrganization(organizationId, db);
    return domain?.status === 'active' ? domain.hostname : undefined;
  }

  /** For the header `Host` of a request, with or without its port. */
  async organizationOf(host: string): Promise<string | undefined> {
    const hostname = host.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '');
    return (await this.repository.verified(hostname))?.organizationId;
  }
}
