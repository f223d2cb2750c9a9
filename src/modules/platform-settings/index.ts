export { CustomDomainOutput, CustomDomains } from './custom-domains.port';
export type { CustomDomainStatus, DnsRecordOutput, DomainCertificateOutput } from './custom-domains.port';
export { PlatformSettingsModule } from './platform-settings.module';
