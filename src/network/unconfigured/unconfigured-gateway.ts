import { Injectable } from '@nestjs/common';
import { NetworkError } from '../network-error.port';
import { Acceptance, NetworkGateway } from '../network-gateway.port';

/** Stands in for an access point that nobody has set up: live documents fail and say so, instead of waiting unseen. */
@Injectable()
export class UnconfiguredGateway extends NetworkGateway {
  submit(): Promise<Acceptance> {
    const message = 'This installation is not connected to the live network: no access point is configured.';
    return Promise.reject(new NetworkError('NETWORK_NOT_CONFIGURED', message, false));
  }
}
