import { Injectable } from '@nestjs/common';
import { Endpoint, EndpointLookup } from '../direct/endpoint-lookup.port';
import { NetworkError } from '../network-error.port';

/** Stands in for a lookup by SMP that nobody has set up. */
@Injectable()
export class UnconfiguredEndpointLookup extends EndpointLookup {
  endpointOf(): Promise<Endpoint> {
    const message = 'This installation looks up no endpoints: no SML or SMP is configured.';
    return Promise.reject(new NetworkError('NETWORK_NOT_CONFIGURED', message, false));
  }
}
