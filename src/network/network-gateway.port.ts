/** What a message is to the network: ids of Peppol's code lists, each as `scheme::value`. */
export interface MessageKind {
  documentType: string;
  process: string;
}

/** A document, or a message about one, on its way out. */
export interface Transmission extends MessageKind {
  /** Our own id of the sending; a repeated submit with the same one has no second effect. */
  transmissionId: string;
  organizationId: string;
  livemode: boolean;
  /** `scheme:value` of both sides. */
  sender: string;
  receiver: string;
  /** ISO 3166 code of the country that the sender is established in; Peppol calls it C1's. */
  senderCountry: string;
  payload: Buffer;
}

/** What the other side said, byte by byte, for the day on which somebody doubts it. */
export interface Receipt {
  mediaType: string;
  bytes: Buffer;
}

export interface Acceptance {
  /** The network's id of the message. */
  messageId: string;
  receipt?: Receipt;
  /** How the delivery becomes known: the network tells by itself (unless said otherwise), wants to be asked, or has said so with this. */
  delivery?: 'told' | 'to_be_asked' | 'done';
}

/** What became of a transmission; `under_way` until the network knows. */
export interface TransmissionOutcome {
  state: 'under_way' | 'delivered' | 'failed';
  /** Of a failure: a stable code that becomes the document's `errorCode`, and what it means. */
  code?: string;
  message?: string;
  receipt?: Receipt;
}

/** Which transmission is asked for. */
export type TransmissionReference = Pick<Transmission, 'transmissionId' | 'livemode' | 'senderCountry'>;

/** Hands messages to the recipient's access point. "Accepted" is never "delivered": that comes later, through NetworkListener. */
export abstract class NetworkGateway {
  /** Throws NetworkError. Bounded in time; no transaction may be open meanwhile. */
  abstract submit(transmission: Transmission): Promise<Acceptance>;

  /** For networks that do not tell by themselves; throws NetworkError. Says `under_way` of what it does not know. */
  abstract outcome(transmission: TransmissionReference): Promise<TransmissionOutcome>;
}

/** A message that the network brings to one of our companies. */
export interface InboundMessage {
  /** The sender's id of the message (SBDH instance id); the same one again is the same message. */
  messageId: string;
  livemode: boolean;
  sender: string;
  receiver: string;
  /** Set where the network knows which of several companies of the same participant id is meant, as the sandbox does. */
  companyId?: string;
  payload: Buffer;
}

/** What the sender's side is told of a message that was taken in. */
export interface Reception {
  /** ISO 3166 code of the country that the receiver is established in; Peppol calls it C4's. */
  receiverCountry: string;
}

/** What the network tells us, at any time, in any order, and possibly twice. Provided by modules/documents. */
export abstract class NetworkListener {
  abstract delivered(transmissionId: string, receipt?: Receipt): Promise<void>;
  abstract failed(transmissionId: string, code: string, message: string, receipt?: Receipt): Promise<void>;
  /** Throws a final NetworkError RECIPIENT_NOT_FOUND for a company that is not here, or not any more. */
  abstract received(message: InboundMessage): Promise<Reception>;
}
