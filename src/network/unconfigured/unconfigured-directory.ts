import { Injectable } from '@nestjs/common';
import { NetworkError } from '../network-error.port';
import { DirectoryEntry, ParticipantDirectory } from '../participant-directory.port';

/** Stands in for a directory that nobody has set up: looking up fails and says so, instead of calling everybody unknown. */
@Injectable()
export class UnconfiguredDirectory extends ParticipantDirectory {
  lookup(): Promise<DirectoryEntry> {
    const message =
      'This installation is not connected to the live network: no directory to look in is configured.';
    return Promise.reject(new NetworkError('NETWORK_NOT_CONFIGURED', message, false));
  }
}
