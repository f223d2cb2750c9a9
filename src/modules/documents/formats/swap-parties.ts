import { Invoice } from './invoice';

/**
 * The same invoice the other way round, under a number of its own: what the sandbox's echo participant sends back, on the
 * day it does so when the caller says which that is.
 */
export function swapParties(invoice: Invoice, issueDate = invoice.issueDate): Invoice {
  return {
    ...invoice,
    number: `ECHO-${invoice.number}`.slice(0, 100),
    issueDate,
    seller: invoice.buyer,
    buyer: invoice.seller,
  };
}
