/**
 * What stands where the caller says nothing. Nothing here ever replaces what was given; the schema's descriptions say
 * the same to the caller.
 */
export const defaults = {
  /** PEPPOL-EN16931-R003 wants a buyer reference or an order; most buyers ignore it. */
  buyerReference: 'n/a',
  /** BR-CO-25 wants a due date or terms where something is left to pay. */
  paymentTerms: 'Due on receipt',
  /** UN/ECE Recommendation 20: one. */
  unitCode: 'C62',
  /** UNTDID 4461: not defined. A credit note has no other place for its due date than the payment means. */
  paymentMeansCode: '1',
} as const;

/** Reasons that the law itself fixes for these categories (VATEX code list); an exemption (E) must say its own. */
export const lawfulExemptions: Record<string, { exemptionReason: string; exemptionCode: string }> = {
  AE: { exemptionReason: 'Reverse charge', exemptionCode: 'VATEX-EU-AE' },
  K: { exemptionReason: 'Intra-Community supply', exemptionCode: 'VATEX-EU-IC' },
  G: { exemptionReason: 'Export outside the EU', exemptionCode: 'VATEX-EU-G' },
  O: { exemptionReason: 'Not subject to VAT', exemptionCode: 'VATEX-EU-O' },
};
