import { Injectable } from '@nestjs/common';
import { receivableDocumentTypes } from '../message-kinds.port';
import { DirectoryEntry, DirectoryQuery, ParticipantDirectory } from '../participant-directory.port';
import { scriptOf } from './sandbox-script';

/**
 * The directory of test mode: companies registered here, and the echo participant behind every other id, so that all of them
 * receive; but for the magic recipient that nobody can reach.
 */
@Injectable()
export class SandboxDirectory extends ParticipantDirectory {
  lookup({ participantId }: DirectoryQuery): Promise<DirectoryEntry> {
    const refusal = scriptOf(participantId)?.refusal;
    const registered = !refusal || refusal.retryable;
    const documentTypes = registered ? receivableDocumentTypes : [];
    return Promise.resolve({ registered, documentTypes, source: 'sandbox' });
  }
}
