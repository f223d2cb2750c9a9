import { rootElementOf } from '../../../core/xml/root-element';
import { messageKinds } from '../../../network/message-kinds.port';
import { MessageKind } from '../../../network/network-gateway.port';
import { readCdar } from '../formats/cdar-reader';
import { sirenOf } from '../formats/cdar-words';
import { writeCdar } from '../formats/cdar-writer';
import { partialPayment } from '../formats/invoice-response-codes';
import { readInvoiceResponse } from '../formats/invoice-response-reader';
import { writeInvoiceResponse } from '../formats/invoice-response-writer';
import { LifecycleMessage, MessageParty } from '../formats/lifecycle-message';

/** How messages about invoices are written between two parties. */
export interface MessageFormat {
  kind: MessageKind;
  write: (message: LifecycleMessage) => string;
  /** The reason code by which it tells a part of the payment from the whole, where amounts alone do not. */
  partialPayment?: string;
}

const invoiceResponse: MessageFormat = {
  kind: messageKinds.invoiceResponse,
  write: writeInvoiceResponse,
  partialPayment,
};

const frenchLifecycle: MessageFormat = {
  kind: messageKinds.frenchLifecycle,
  write: (message) => writeCdar(message, 'platform'),
};

/** By root element: what the bytes are counts, never what they are said to be. */
const readers: Readonly<Record<string, (bytes: Buffer) => LifecycleMessage>> = {
  ApplicationResponse: readInvoiceResponse,
  CrossDomainAcknowledgementAndResponse: readCdar,
};

/** Peppol's Invoice Response, but a CDAR between two French companies: the law of their country asks for it. */
export function formatOf(...parties: [MessageParty, MessageParty]): MessageFormat {
  // A CDAR names companies by their SIREN: who has one is French.
  return parties.every((party) => sirenOf(party) !== undefined) ? frenchLifecycle : invoiceResponse;
}

/** What reads these bytes as a message about an invoice; nothing for an invoice itself and whatever else there is. */
export function messageReaderOf(bytes: Buffer): ((bytes: Buffer) => LifecycleMessage) | undefined {
  const root = rootElementOf(bytes);
  return root && Object.hasOwn(readers, root) ? readers[root] : undefined;
}
