import { Invoice } from './invoice';

/** The same invoice the other way round, under a number of its own: what the sandbox's echo participant sends back. */
export function swapParties(invoice: Invoice): Invoice {
  return {
    ...invoice,
    number: `ECHO-${invoice.number}`.slice(0, 100),
    seller: invoice.buyer,
    buyer: invoice.seller,
  };
}
