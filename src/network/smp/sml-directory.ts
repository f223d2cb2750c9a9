import { Injectable } from '@nestjs/common';
import { DirectoryEntry, DirectoryQuery, ParticipantDirectory } from '../participant-directory.port';
import { writeParticipant } from './participant-identifier';
import { readServiceGroup } from './service-metadata-reader';
import { SmlResolver } from './sml-resolver';
import { invalidAnswer, SmpClient } from './smp-client';

/** The directory of the real network: the SML tells whose SMP to ask, and that one what a participant receives. */
@Injectable()
export class SmlDirectory extends ParticipantDirectory {
  constructor(
    private readonly sml: SmlResolver,
    private readonly client: SmpClient,
  ) {
    super();
  }

  async lookup({ participantId }: DirectoryQuery): Promise<DirectoryEntry> {
    const smpUrl = await this.sml.smpOf(participantId);
    const url = smpUrl && `${smpUrl}/${encodeURIComponent(writeParticipant(participantId))}`;
    const xml = url && (await this.client.read(url));
    if (!xml) return { registered: false, documentTypes: [], smpUrl, source: 'sml' };
    return { registered: true, documentTypes: typesIn(xml, url, participantId), smpUrl, source: 'sml' };
  }
}

function typesIn(xml: Buffer, url: string, participantId: string): string[] {
  const group = readGroup(xml, url);
  if (group.participantId !== participantId.toLowerCase())
    throw invalidAnswer(url, 'it answered about another participant.');
  return group.documentTypes;
}

function readGroup(xml: Buffer, url: string): ReturnType<typeof readServiceGroup> {
  try {
    return readServiceGroup(xml);
  } catch (error) {
    throw invalidAnswer(url, (error as Error).message);
  }
}
