import { LifecycleStatus } from '../document-states';

/** Response codes of Peppol's Invoice Response (T111), each with the status that it is read as. */
export const statusOfResponse: Readonly<Record<string, LifecycleStatus>> = {
  AB: 'received',
  IP: 'in_process',
  UQ: 'suspended',
  CA: 'partially_approved',
  RE: 'rejected',
  AP: 'approved',
  PD: 'paid',
};

/**
 * A response has less words than the lifecycle, so what its code cannot say stands in conditions, which T111 leaves to the parties:
 * who knows them reads the message exactly, who does not reads the code.
 */
export const conditions = {
  status: 'Lifecycle status',
  reason: 'Reason code',
  /** BT-113, the paid amount: `500.00 EUR 2026-05-01`, with the rate of VAT behind it where the seller gave one. */
  payment: 'BT-113',
} as const;

/** Clarification codes: of the reason, and of a payment that is not the whole. */
export const reasonList = 'OPStatusReason';
export const partialPayment = 'PPD';

export const responseCustomization = 'urn:fdc:peppol.eu:poacc:trns:invoice_response:3';
export const responseProfile = 'urn:fdc:peppol.eu:poacc:bis:invoice_response:3';
export const responseNamespace = 'urn:oasis:names:specification:ubl:schema:xsd:ApplicationResponse-2';
