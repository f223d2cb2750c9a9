import { X509Certificate } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../core/clock/clock';
import { MessageKind } from '../network-gateway.port';
import { NetworkError } from '../network-error.port';
import { PublishedEndpoint } from './service-metadata-reader';
import { SignedMetadata } from './signed-metadata';
import { SmlResolver } from './sml-resolver';
import { invalidAnswer } from './smp-client';

export interface EndpointQuery extends MessageKind {
  /** `scheme:value`, in any spelling. */
  participantId: string;
  /** Only endpoints of this profile; otherwise AS4's are preferred. */
  transportProfile?: string;
}

/** Where a participant receives, as its SMP has signed it. */
export interface ServiceEndpoint {
  url: string;
  /** The access point's certificate, as PEM. */
  certificate: string;
  transportProfile: string;
}

const as4 = 'peppol-transport-as4-v2_0';

/** Finds out where a participant receives messages of a kind: SML, then SMP, and nothing that its signature does not cover. */
@Injectable()
export class ServiceMetadataLookup {
  constructor(
    private readonly sml: SmlResolver,
    private readonly metadata: SignedMetadata,
    private readonly clock: Clock,
  ) {}

  /** Throws NetworkError; final when the participant or the kind is not registered, or when the metadata cannot be trusted. */
  async endpointOf(query: EndpointQuery): Promise<ServiceEndpoint> {
    const { participantId, documentType, process, transportProfile } = query;
    const smpUrl = await this.sml.smpOf(participantId);
    if (!smpUrl)
      throw new NetworkError(
        'RECIPIENT_NOT_FOUND',
        `${participantId} is not registered on the network.`,
        false,
      );
    const metadata = await this.metadata.read(smpUrl, participantId, documentType);
    const usable = metadata?.endpoints.filter(
      (endpoint) =>
        endpoint.process === process &&
        (transportProfile === undefined || endpoint.transportProfile === transportProfile) &&
        this.isActive(endpoint),
    );
    const chosen = usable?.find((endpoint) => endpoint.transportProfile === as4) ?? usable?.[0];
    if (chosen) return { ...chosenPart(chosen), certificate: pemOf(chosen, smpUrl) };
    const message = `${participantId} does not receive ${documentType} in the process ${process}.`;
    throw new NetworkError('DOCUMENT_TYPE_NOT_ACCEPTED', message, false);
  }

  private isActive({ from, until }: PublishedEndpoint): boolean {
    const now = this.clock.now().getTime();
    return !(from && Date.parse(from) > now) && !(until && Date.parse(until) < now);
  }
}

function chosenPart({ url, transportProfile }: PublishedEndpoint): Omit<ServiceEndpoint, 'certificate'> {
  return { url, transportProfile };
}

function pemOf({ certificate }: PublishedEndpoint, smpUrl: string): string {
  try {
    const isPem = certificate.includes('-----BEGIN');
    return new X509Certificate(isPem ? certificate : Buffer.from(certificate, 'base64')).toString();
  } catch {
    throw invalidAnswer(smpUrl, "the access point's certificate cannot be read.");
  }
}
