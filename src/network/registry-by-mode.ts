import { Injectable } from '@nestjs/common';
import { Settings } from '../core/config/settings';
import { AdapterChoice, adapterChoice } from './adapter-choice';
import { ParticipantRegistry, Registration } from './participant-registry.port';
import { SandboxRegistry } from './sandbox/sandbox-registry';
import { OwnSmpRegistry } from './smp/own-smp-registry';
import { PhossSmpRegistry } from './smp/phoss-smp-registry';
import { UnconfiguredRegistry } from './unconfigured/unconfigured-registry';

const names = ['sandbox', 'own-smp', 'phoss-smp', 'none'] as const;

/** Publishes by the adapter that PARTICIPANT_REGISTRIES names for the mode and the company's country. */
@Injectable()
export class RegistryByMode extends ParticipantRegistry {
  private readonly choice: AdapterChoice<(typeof names)[number]>;
  private readonly adapters: Record<(typeof names)[number], ParticipantRegistry>;

  constructor(
    settings: Settings,
    sandbox: SandboxRegistry,
    ownSmp: OwnSmpRegistry,
    phossSmp: PhossSmpRegistry,
    none: UnconfiguredRegistry,
  ) {
    super();
    this.choice = adapterChoice('PARTICIPANT_REGISTRIES', settings.PARTICIPANT_REGISTRIES, names);
    this.adapters = { sandbox, 'own-smp': ownSmp, 'phoss-smp': phossSmp, none };
    if (this.choice.chosen.has('own-smp')) ownSmp.checkSettings();
    if (this.choice.chosen.has('phoss-smp')) phossSmp.checkSettings();
  }

  register(registration: Registration): Promise<void> {
    return this.adapterOf(registration).register(registration);
  }

  unregister(registration: Registration): Promise<void> {
    return this.adapterOf(registration).unregister(registration);
  }

  release(registration: Registration): Promise<string> {
    return this.adapterOf(registration).release(registration);
  }

  private adapterOf({ livemode, country }: Registration): ParticipantRegistry {
    return this.adapters[this.choice(livemode, country)];
  }
}
