import { Global, Module } from '@nestjs/common';
import { GatewayByMode } from './gateway-by-mode';
import { NetworkGateway } from './network-gateway.port';
import { ParticipantRegistry } from './participant-registry.port';
import { RegistryByMode } from './registry-by-mode';
import { SandboxDelivery } from './sandbox/sandbox-delivery';
import { SandboxMessages } from './sandbox/sandbox-messages';
import { SandboxNetwork } from './sandbox/sandbox-network';
import { SandboxRegistry } from './sandbox/sandbox-registry';
import { UnconfiguredGateway } from './unconfigured/unconfigured-gateway';
import { UnconfiguredRegistry } from './unconfigured/unconfigured-registry';

/** The outside world behind its ports. NetworkListener and EchoWriter come from the module that owns documents. */
@Global()
@Module({
  providers: [
    SandboxRegistry,
    SandboxMessages,
    SandboxNetwork,
    SandboxDelivery,
    UnconfiguredRegistry,
    UnconfiguredGateway,
    { provide: ParticipantRegistry, useClass: RegistryByMode },
    { provide: NetworkGateway, useClass: GatewayByMode },
  ],
  exports: [ParticipantRegistry, NetworkGateway],
})
export class NetworkModule {}
