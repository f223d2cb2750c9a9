import { Injectable } from '@nestjs/common';
import { NetworkError } from '../network-error.port';
import { ParticipantRegistry } from '../participant-registry.port';

/** Stands in for a directory that nobody has set up: live companies are refused at once, instead of waiting unseen. */
@Injectable()
export class UnconfiguredRegistry extends ParticipantRegistry {
  register(): Promise<void> {
    return Promise.reject(this.refusal());
  }

  unregister(): Promise<void> {
    return Promise.reject(this.refusal());
  }

  release(): Promise<string> {
    return Promise.reject(this.refusal());
  }

  private refusal(): NetworkError {
    const message =
      'This installation is not connected to the live network: no directory (SMP) is configured.';
    return new NetworkError('NETWORK_NOT_CONFIGURED', message, false);
  }
}
