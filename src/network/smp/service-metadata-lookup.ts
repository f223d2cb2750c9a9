import { Injectable } from '@nestjs/common';
import { MessageKind } from '../network-gateway.port';

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

/** Finds out where a participant receives messages of a kind: SML, then SMP, and nothing that its signature does not cover. */
@Injectable()
export class ServiceMetadataLookup {
  /** Throws NetworkError; final when the participant or the kind is not registered, or when the metadata cannot be trusted. */
  endpointOf({ participantId }: EndpointQuery): Promise<ServiceEndpoint> {
    return Promise.reject(new Error(`No lookup of ${participantId} yet.`));
  }
}
