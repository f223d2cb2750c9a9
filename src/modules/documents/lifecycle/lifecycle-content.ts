import { UnreadableDocument } from '../../../core/xml/xml-tree';
import { Document } from '../document.entity';
import { Invoice, invoiceTypeCodes, Party } from '../formats/invoice';
import { LifecycleMessage, MessageParty } from '../formats/lifecycle-message';
import { readUbl } from '../formats/ubl-reader';
import { roleOf } from './party-role';
import { Step } from './lifecycle-steps';

/** The invoice of the document's bytes; nothing where they cannot be read. */
export function invoiceIn(bytes: Buffer): Invoice | undefined {
  try {
    return readUbl(bytes);
  } catch (error) {
    if (error instanceof UnreadableDocument) return undefined;
    throw error;
  }
}

/** Who tells whom of the document, and which of them sells. They are named by the ids that the document went by. */
export function partiesOf(document: Document, invoice: Invoice) {
  const { senderId, receiverId, direction } = document;
  const [own, other] = direction === 'outgoing' ? [senderId, receiverId] : [receiverId, senderId];
  const isSeller = roleOf(document) === 'seller';
  const seller = partyOf(invoice.seller, isSeller ? own : other);
  const buyer = partyOf(invoice.buyer, isSeller ? other : own);
  return { seller, buyer, sender: isSeller ? seller : buyer, receiver: isSeller ? buyer : seller };
}

/** What the company tells the other side of its document. */
export function messageOf(
  id: string,
  document: Document,
  invoice: Invoice,
  { status, reasonCode, reason, payments = [], issuedAt }: Step & { issuedAt: Date },
): LifecycleMessage {
  const { seller, buyer, sender, receiver } = partiesOf(document, invoice);
  return {
    id,
    issuedAt,
    status,
    reasonCode,
    reason,
    payments,
    sender,
    receiver,
    document: {
      number: invoice.number,
      issueDate: invoice.issueDate.slice(0, 10),
      typeCode: invoiceTypeCodes[invoice.type],
      seller,
      buyer,
    },
  };
}

function partyOf({ name, vatNumber }: Party, participantId: string): MessageParty {
  return { participantId, name, vatNumber };
}
