import { randomInt } from 'node:crypto';

/** Nobody has registered it: the sandbox's echo participant answers under it. */
export const echoRecipient = '0208:0123456789';

/** Nobody listens there: what the sandbox does with each is in sandbox-script.ts. */
export const magic = {
  unreachable: '0208:0000000404',
  slow: '0208:0000000408',
  rejecting: '0208:0000000422',
  upstreamDown: '0208:0000000503',
  refusedByBuyer: '0208:0000000210',
  approvedThenPaid: '0208:0000000212',
  rejectedByAuthority: '0208:0000000213',
} as const;

/** A number that no other document of the test has. */
export function newNumber(): string {
  return `INV-${randomInt(1e12)}`;
}

/** The smallest invoice a person would type; totals, VAT, seller and endpoints are left to the exchange. */
export function invoice(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    number: newNumber(),
    issueDate: '2026-04-25',
    dueDate: '2026-05-25',
    currency: 'EUR',
    buyerReference: 'PO-2026-77',
    buyer: {
      name: 'Globex SRL',
      vatNumber: 'BE0123456749',
      address: { street: 'Rue de la Loi 1', city: 'Bruxelles', postalCode: '1000', country: 'BE' },
    },
    paymentTerms: '30 days',
    lines: [
      { name: 'Consulting', quantity: 10, unitPrice: 100, vatRate: 20 },
      { name: 'Travel', quantity: '1', unitPrice: '12.50', vatRate: '20' },
    ],
    ...overrides,
  };
}

/** With VAT of 20 percent, what the invoice above comes to. */
export const invoiceTotal = '1215.00';

/** A body of POST /documents/send. */
export function sendBody(
  overrides: Record<string, unknown> = {},
  document: Record<string, unknown> = {},
): Record<string, unknown> {
  return { type: 'invoice', to: echoRecipient, document: invoice(document), ...overrides };
}
