/** A promise to keep a document, or all documents of a company, until it is lifted: for a lawsuit, say, or an audit. */
export interface LegalHold {
  reason: string;
  placedAt: Date;
}
