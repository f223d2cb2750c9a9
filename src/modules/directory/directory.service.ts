import { Injectable } from '@nestjs/common';
import { ApiError } from '../../core/http/api-error';
import { NetworkError } from '../../network/network-error.port';
import { DirectoryEntry, ParticipantDirectory } from '../../network/participant-directory.port';
import { VerifyInput } from './directory.inputs';
import { VerificationOutput } from './directory.outputs';

const retryAfterSeconds = 30;

/** What the network's directory says, for callers of the API. */
@Injectable()
export class DirectoryService {
  constructor(private readonly directory: ParticipantDirectory) {}

  async verify(livemode: boolean, { peppolId, documentType }: VerifyInput): Promise<VerificationOutput> {
    const { registered, documentTypes, source } = await this.lookup(livemode, peppolId.trim());
    return {
      peppolId: peppolId.trim(),
      registered,
      documentTypes,
      ...(documentType && { accepts: documentTypes.includes(documentType.trim()) }),
      source,
    };
  }

  /** What is wrong with the network is never the caller's fault; only some of it will pass by itself. */
  private async lookup(livemode: boolean, participantId: string): Promise<DirectoryEntry> {
    try {
      return await this.directory.lookup({ livemode, participantId });
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      const retryAfter = error.retryable ? retryAfterSeconds : undefined;
      throw new ApiError('UPSTREAM_UNAVAILABLE', { message: error.message, retryAfter });
    }
  }
}
