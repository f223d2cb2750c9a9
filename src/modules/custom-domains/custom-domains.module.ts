import { Global, Module } from '@nestjs/common';
import { BrandHosts } from '../../core/branding/branding.port';
import { ServerCertificates } from '../../network/server-certificates.port';
import { CustomDomains } from '../platform-settings';
import { CertificateOrders } from './certificate-orders';
import { CertificatePauses } from './certificate-pauses';
import { CertificatePausesRepository } from './certificate-pauses.repository';
import { CustomDomainsController } from './custom-domains.controller';
import { CustomDomainsRepository } from './custom-domains.repository';
import { CustomDomainsService } from './custom-domains.service';
import { DnsCheck } from './dns-check';
import { DomainKeeping } from './domain-keeping';
import { DomainNotices } from './domain-notices';
import { DomainTrouble } from './domain-trouble';
import { OrganizationHosts } from './organization-hosts';
import { StoredCertificates } from './stored-certificates';

/** The domains under which organizations' tenants see us: proven by DNS, certified by ACME, served by name. */
@Global()
@Module({
  controllers: [CustomDomainsController],
  providers: [
    CustomDomainsRepository,
    CustomDomainsService,
    DnsCheck,
    CertificatePausesRepository,
    CertificatePauses,
    CertificateOrders,
    DomainTrouble,
    DomainKeeping,
    DomainNotices,
    OrganizationHosts,
    { provide: BrandHosts, useExisting: OrganizationHosts },
    { provide: CustomDomains, useExisting: CustomDomainsService },
    { provide: ServerCertificates, useClass: StoredCertificates },
  ],
  exports: [BrandHosts, CustomDomains, OrganizationHosts, ServerCertificates],
})
export class CustomDomainsModule {}
