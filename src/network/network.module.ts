import { Global, Module } from '@nestjs/common';
import { AcmeAccounts } from './acme/acme-accounts';
import { AcmeAuthority } from './acme/acme-authority';
import { AcmeChallengeController } from './acme/acme-challenge.controller';
import { AcmeChallenges } from './acme/acme-challenges';
import { AcmeTransport } from './acme/acme-transport';
import { PhossApGateway } from './access-point/phoss-ap-gateway';
import { CertificateAuthority } from './certificate-authority.port';
import { DirectController } from './direct/direct.controller';
import { DirectGateway } from './direct/direct-gateway';
import { EndpointLookup } from './endpoint-lookup.port';
import { BuyerAnswerWriter } from './buyer-answer.port';
import { DirectoryByMode } from './directory-by-mode';
import { GatewayByMode } from './gateway-by-mode';
import { InboundController } from './inbound/inbound.controller';
import { InboundMessages } from './inbound/inbound-messages';
import { NetworkGateway } from './network-gateway.port';
import { ParticipantDirectory } from './participant-directory.port';
import { ParticipantRegistry } from './participant-registry.port';
import { RegistryByMode } from './registry-by-mode';
import { SandboxAnswers } from './sandbox/sandbox-answers';
import { SandboxDelivery } from './sandbox/sandbox-delivery';
import { SandboxDirectory } from './sandbox/sandbox-directory';
import { SandboxMessages } from './sandbox/sandbox-messages';
import { SandboxNetwork } from './sandbox/sandbox-network';
import { SandboxRegistry } from './sandbox/sandbox-registry';
import { ServiceMetadataLookup } from './smp/service-metadata-lookup';
import { smpProviders } from './smp/smp-providers';
import { SmpController } from './smp/smp.controller';
import { CircuitBreakers } from './upstream/circuit-breakers';
import { UpstreamRecovery } from './upstream-recovery.port';
import { TaxAuthorityGateway } from './tax-authority.port';
import { AfnorAccess } from './tax/afnor/afnor-access';
import { AfnorFlows } from './tax/afnor/afnor-flows';
import { AuthorityByMode } from './tax/authority-by-mode';
import { SdiAnswerWriter } from './tax/sdi/sdi-answer-writer';
import { AuthorityAnswers } from './tax/sandbox/authority-answers';
import { SandboxAuthority } from './tax/sandbox/sandbox-authority';
import { SandboxReports } from './tax/sandbox/sandbox-reports';
import { DefaultCertificate } from './tls/default-certificate';
import { SecureContexts } from './tls/secure-contexts';
import { TlsHandshakes } from './tls/tls-handshakes';
import { TlsListener } from './tls/tls-listener';
import { TlsPatience } from './tls/tls-patience';
import { UnconfiguredAuthority } from './unconfigured/unconfigured-authority';
import { UnconfiguredDirectory } from './unconfigured/unconfigured-directory';
import { UnconfiguredGateway } from './unconfigured/unconfigured-gateway';
import { UnconfiguredRegistry } from './unconfigured/unconfigured-registry';
import { UpstreamClient } from './upstream/upstream-client';

/** The outside world behind its ports. NetworkListener and EchoWriter come from the module that owns documents, TaxAuthorityListener from that of the reports, ServerCertificates from that of the domains. */
@Global()
@Module({
  controllers: [SmpController, InboundController, DirectController, AcmeChallengeController],
  providers: [
    ...smpProviders,
    AcmeTransport,
    AcmeAccounts,
    AcmeChallenges,
    { provide: CertificateAuthority, useClass: AcmeAuthority },
    DefaultCertificate,
    SecureContexts,
    TlsPatience,
    TlsHandshakes,
    TlsListener,
    InboundMessages,
    PhossApGateway,
    DirectGateway,
    CircuitBreakers,
    { provide: UpstreamRecovery, useExisting: CircuitBreakers },
    UpstreamClient,
    SandboxRegistry,
    SandboxDirectory,
    SandboxMessages,
    SandboxNetwork,
    SandboxDelivery,
    SandboxAnswers,
    UnconfiguredDirectory,
    UnconfiguredRegistry,
    UnconfiguredGateway,
    { provide: EndpointLookup, useExisting: ServiceMetadataLookup },
    UnconfiguredAuthority,
    SandboxReports,
    SandboxAuthority,
    AuthorityAnswers,
    AfnorAccess,
    AfnorFlows,
    { provide: ParticipantRegistry, useClass: RegistryByMode },
    { provide: ParticipantDirectory, useClass: DirectoryByMode },
    { provide: NetworkGateway, useClass: GatewayByMode },
    { provide: TaxAuthorityGateway, useClass: AuthorityByMode },
    { provide: BuyerAnswerWriter, useClass: SdiAnswerWriter },
  ],
  exports: [
    ParticipantRegistry,
    ParticipantDirectory,
    NetworkGateway,
    TaxAuthorityGateway,
    BuyerAnswerWriter,
    UpstreamRecovery,
    CertificateAuthority,
  ],
})
export class NetworkModule {}
