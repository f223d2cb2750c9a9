/** A document on its way out. */
export interface Transmission {
  /** Our own id of the sending; a repeated submit with the same one has no second effect. */
  transmissionId: string;
  organizationId: string;
  livemode: boolean;
  /** `scheme:value` of both sides. */
  sender: string;
  receiver: string;
  payload: Buffer;
}

export interface Acceptance {
  /** The network's id of the message, kept as evidence. */
  messageId: string;
}

/** Hands documents to the recipient's access point. "Accepted" is never "delivered": that comes later, through NetworkListener. */
export abstract class NetworkGateway {
  /** Throws NetworkError. Bounded in time; no transaction may be open meanwhile. */
  abstract submit(transmission: Transmission): Promise<Acceptance>;
}

/** A document that the network brings to one of our companies. */
export interface InboundDocument {
  messageId: string;
  livemode: boolean;
  sender: string;
  receiver: string;
  /** Set where the network knows which of several companies of the same participant id is meant, as the sandbox does. */
  companyId?: string;
  payload: Buffer;
}

/** What the network tells us, at any time, in any order, and possibly twice. Provided by modules/documents. */
export abstract class NetworkListener {
  abstract delivered(transmissionId: string): Promise<void>;
  abstract failed(transmissionId: string, code: string, message: string): Promise<void>;
  /** Throws a final NetworkError RECIPIENT_NOT_FOUND for a company that is not here, or not any more. */
  abstract received(document: InboundDocument): Promise<void>;
}
