import { Injectable } from '@nestjs/common';
import { NetworkError } from '../network-error.port';
import { SmlResolver } from './sml-resolver';
import { hostOf } from './smp-client';

/** Keeps us from taking an id that another provider holds, as long as that one has not let it go. */
@Injectable()
export class ForeignProvider {
  constructor(private readonly sml: SmlResolver) {}

  /** Throws a final NetworkError that names the SMP which holds the id, unless it is one of ours. */
  async refuse(participantId: string, ownSmpUrl?: string): Promise<void> {
    const smpUrl = await this.sml.smpOf(participantId);
    if (!smpUrl || (ownSmpUrl && hostOf(smpUrl) === hostOf(ownSmpUrl))) return;
    const message = `${participantId} is registered by another provider, whose SMP is ${hostOf(smpUrl)}. Ask it for a migration key.`;
    throw new NetworkError('PARTICIPANT_REGISTERED_ELSEWHERE', message, false);
  }
}
