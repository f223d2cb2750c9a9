/** Answers a document with one of the same content whose parties are swapped, as the sandbox's echo participant does. */
export abstract class EchoWriter {
  /** Throws when the payload cannot be read. */
  abstract swapParties(payload: Buffer): Buffer;
}
