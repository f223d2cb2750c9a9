import { Injectable } from '@nestjs/common';
import { Settings } from '../../core/config/settings';
import { ApiError } from '../../core/http/api-error';
import { messageKinds, receivableDocumentTypes } from '../message-kinds.port';
import { MessageKind } from '../network-gateway.port';
import { AccessPointSettings } from './access-point-settings';
import { ownSmpUrl } from './own-smp-url';
import { readParticipant, splitIdentifier } from './participant-identifier';
import { writeServiceGroup, writeUnsignedMetadata } from './service-metadata-writer';
import { SmpEntries } from './smp-entries';
import { SmpSigner } from './smp-signer';

/** Anybody may ask, and a signature takes milliseconds: as many are kept, with some kilobytes each. */
const keptSignatures = 1_000;

/** What our own SMP says of the companies registered in it. */
@Injectable()
export class SmpPublisher {
  private readonly signed = new Map<string, string>();

  constructor(
    private readonly entries: SmpEntries,
    private readonly accessPoint: AccessPointSettings,
    private readonly signer: SmpSigner,
    private readonly settings: Settings,
  ) {}

  async serviceGroup(participant: string): Promise<string> {
    const participantId = await this.registered(participant);
    return writeServiceGroup(participantId, receivableDocumentTypes, ownSmpUrl(this.settings));
  }

  async signedMetadata(participant: string, documentType: string): Promise<string> {
    if (!splitIdentifier(documentType))
      throw new ApiError('INVALID_REQUEST', { message: 'The document type must be scheme::value.' });
    const participantId = await this.registered(participant);
    const kind = Object.values(messageKinds).find((known) => known.documentType === documentType);
    if (!kind)
      throw new ApiError('NOT_FOUND', { message: 'The participant does not receive this document type.' });
    return this.signedOnce(participantId, kind);
  }

  private signedOnce(participantId: string, kind: MessageKind): string {
    const name = `${participantId} ${kind.documentType}`;
    const known = this.signed.get(name);
    if (known) return known;
    const accessPoint = this.accessPoint.read();
    const technicalContact = this.settings.PUBLIC_URL;
    const xml = this.signer.sign(
      writeUnsignedMetadata({ participantId, kind, accessPoint, technicalContact }),
    );
    if (this.signed.size >= keptSignatures) this.signed.delete(this.signed.keys().next().value!);
    this.signed.set(name, xml);
    return xml;
  }

  private async registered(participant: string): Promise<string> {
    const participantId = readParticipant(participant);
    if (!participantId) {
      const message = 'The participant must be iso6523-actorid-upis::scheme:value.';
      throw new ApiError('INVALID_PARTICIPANT_ID', { message });
    }
    if (await this.entries.has(participantId)) return participantId;
    throw new ApiError('NOT_FOUND', { message: 'This SMP does not know the participant.' });
  }
}
