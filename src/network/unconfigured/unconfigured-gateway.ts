import { Injectable } from '@nestjs/common';
import { NetworkError } from '../network-error.port';
import { Acceptance, NetworkGateway, TransmissionOutcome } from '../network-gateway.port';

/** Stands in for an access point that nobody has set up: live documents fail and say so, instead of waiting unseen. */
@Injectable()
export class UnconfiguredGateway extends NetworkGateway {
  submit(): Promise<Acceptance> {
    return Promise.reject(this.refusal());
  }

  outcome(): Promise<TransmissionOutcome> {
    return Promise.reject(this.refusal());
  }

  private refusal(): NetworkError {
    const message = 'This installation is not connected to the live network: no access point is configured.';
    return new NetworkError('NETWORK_NOT_CONFIGURED', message, false);
  }
}
