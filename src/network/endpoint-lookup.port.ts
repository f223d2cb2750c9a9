import { MessageKind } from './network-gateway.port';

export interface EndpointQuery extends MessageKind {
  /** `scheme:value`, in any spelling. */
  participantId: string;
  /** Only an endpoint of this profile; AS4's are preferred otherwise. */
  transportProfile?: string;
}

export interface Endpoint {
  url: string;
  /** X.509, as PEM or as the base64 of its DER, by which what comes from there is verified. */
  certificate: string;
  transportProfile: string;
}

/** Where a participant takes messages of a kind, as its SMP publishes it. */
export abstract class EndpointLookup {
  /** Throws NetworkError: a final one when there is no such endpoint. */
  abstract endpointOf(query: EndpointQuery): Promise<Endpoint>;
}
