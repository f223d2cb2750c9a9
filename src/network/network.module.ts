import { Global, Module } from '@nestjs/common';
import { PhossApGateway } from './access-point/phoss-ap-gateway';
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
import { UnconfiguredAuthority } from './unconfigured/unconfigured-authority';
import { UnconfiguredDirectory } from './unconfigured/unconfigured-directory';
import { UnconfiguredGateway } from './unconfigured/unconfigured-gateway';
import { UnconfiguredRegistry } from './unconfigured/unconfigured-registry';
import { UpstreamClient } from './upstream/upstream-client';

/** The outside world behind its ports. NetworkListener and EchoWriter come from the module that owns documents, TaxAuthorityListener from that of the reports. */
@Global()
@Module({
  controllers: [SmpController, InboundController, DirectController],
  providers: [
    ...smpProviders,
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
  ],
})
export class NetworkModule {}
