import { Injectable } from '@nestjs/common';
import { Settings } from '../core/config/settings';
import { PhossApGateway } from './access-point/phoss-ap-gateway';
import { AdapterChoice, adapterChoice } from './adapter-choice';
import { DirectGateway } from './direct/direct-gateway';
import {
  Acceptance,
  NetworkGateway,
  Transmission,
  TransmissionOutcome,
  TransmissionReference,
} from './network-gateway.port';
import { SandboxNetwork } from './sandbox/sandbox-network';
import { UnconfiguredGateway } from './unconfigured/unconfigured-gateway';

const names = ['sandbox', 'phoss-ap', 'direct', 'none'] as const;

/** Sends by the adapter that NETWORK_GATEWAYS names for the mode and the sender's country. */
@Injectable()
export class GatewayByMode extends NetworkGateway {
  private readonly choice: AdapterChoice<(typeof names)[number]>;
  private readonly adapters: Record<(typeof names)[number], NetworkGateway>;

  constructor(
    settings: Settings,
    sandbox: SandboxNetwork,
    phossAp: PhossApGateway,
    direct: DirectGateway,
    none: UnconfiguredGateway,
  ) {
    super();
    this.choice = adapterChoice('NETWORK_GATEWAYS', settings.NETWORK_GATEWAYS, names);
    this.adapters = { sandbox, 'phoss-ap': phossAp, direct, none };
    if (this.choice.chosen.has('phoss-ap')) phossAp.checkSettings();
    if (this.choice.chosen.has('direct')) direct.checkSettings();
  }

  submit(transmission: Transmission): Promise<Acceptance> {
    return this.adapterOf(transmission).submit(transmission);
  }

  outcome(transmission: TransmissionReference): Promise<TransmissionOutcome> {
    return this.adapterOf(transmission).outcome(transmission);
  }

  private adapterOf({ livemode, senderCountry }: TransmissionReference): NetworkGateway {
    return this.adapters[this.choice(livemode, senderCountry)];
  }
}
