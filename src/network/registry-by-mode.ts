import { Injectable } from '@nestjs/common';
import { ParticipantRegistry, Registration } from './participant-registry.port';
import { SandboxRegistry } from './sandbox/sandbox-registry';
import { UnconfiguredRegistry } from './unconfigured/unconfigured-registry';

/** Test companies are never published outside of this instance, whatever adapter the live ones use. */
@Injectable()
export class RegistryByMode extends ParticipantRegistry {
  constructor(
    private readonly sandbox: SandboxRegistry,
    private readonly live: UnconfiguredRegistry,
  ) {
    super();
  }

  register(registration: Registration): Promise<void> {
    return registration.livemode ? this.live.register() : this.sandbox.register(registration);
  }

  unregister(registration: Registration): Promise<void> {
    return registration.livemode ? this.live.unregister() : this.sandbox.unregister(registration);
  }
}
