import { X509Certificate } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../core/clock/clock';
import { Endpoint, EndpointLookup, EndpointQuery } from '../endpoint-lookup.port';
import { NetworkError } from '../network-error.port';
import { PublishedEndpoint } from './service-metadata-reader';
import { SignedMetadata } from './signed-metadata';
import { SmlResolver } from './sml-resolver';
import { invalidAnswer } from './smp-client';

const as4 = 'peppol-transport-as4-v2_0';

/** Finds out where a participant receives messages of a kind: SML, then SMP, and nothing that its signature does not cover. */
@Injectable()
export class ServiceMetadataLookup extends EndpointLookup {
  constructor(
    private readonly sml: SmlResolver,
    private readonly metadata: SignedMetadata,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** Throws NetworkError; final when the participant or the kind is not registered, or when the metadata cannot be trusted. */
  async endpointOf(query: EndpointQuery): Promise<Endpoint> {
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

function chosenPart({ url, transportProfile }: PublishedEndpoint): Omit<Endpoint, 'certificate'> {
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
