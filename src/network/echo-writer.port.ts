/** What the other side of a document says of it, in the sandbox. */
export interface ScriptedAnswer {
  /** Id of the message. */
  id: string;
  issuedAt: Date;
  status: 'approved' | 'rejected' | 'payment_sent' | 'paid';
  reasonCode?: string;
  reason?: string;
  /** Participant ids of who answers and of who is answered. */
  sender: string;
  receiver: string;
}

/** Writes what the sandbox's participants answer with. Provided by modules/documents. */
export abstract class EchoWriter {
  /**
   * A document of the same content whose parties are swapped, as the echo participant sends; nothing in answer to a message that is
   * no document itself. Throws when the payload cannot be read.
   */
  abstract swapParties(payload: Buffer): Buffer | undefined;

  /** What a buyer makes of the document; nothing, as above. */
  abstract answer(payload: Buffer, answer: ScriptedAnswer): Buffer | undefined;
}
