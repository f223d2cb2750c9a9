import { Injectable } from '@nestjs/common';
import { Acceptance, NetworkGateway, Transmission } from './network-gateway.port';
import { SandboxNetwork } from './sandbox/sandbox-network';
import { UnconfiguredGateway } from './unconfigured/unconfigured-gateway';

/** Test documents never leave the instance, whatever adapter the live ones use. */
@Injectable()
export class GatewayByMode extends NetworkGateway {
  constructor(
    private readonly sandbox: SandboxNetwork,
    private readonly live: UnconfiguredGateway,
  ) {
    super();
  }

  submit(transmission: Transmission): Promise<Acceptance> {
    return transmission.livemode ? this.live.submit() : this.sandbox.submit(transmission);
  }
}
