export { CustomDomainsModule } from './custom-domains.module';
export { OrganizationHosts } from './organization-hosts';
