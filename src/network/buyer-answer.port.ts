/** The word of an Italian buyer on an invoice that came through SDI. */
export interface BuyerAnswer {
  /** Our own id of the answer. */
  answerId: string;
  accepted: boolean;
  reason?: string;
  /** SDI's number of the file with the invoice, and its name. */
  reference: string;
  fileName: string;
  invoiceNumber: string;
  /** `YYYY-MM-DD`. */
  invoiceDate: string;
}

/** Writes it as SDI wants it (EC). */
export abstract class BuyerAnswerWriter {
  abstract write(answer: BuyerAnswer): { fileName: string; bytes: Buffer };
}
