import { DocumentType } from './document-states';
import { Invoice, isSelfBilled } from './formats/invoice';

/** What lists, filters and events tell of a document without opening it. */
export interface Content {
  type: DocumentType;
  number: string;
  issueDate: string;
  dueDate: string | null;
  currency: string;
  /** With VAT, as a decimal text. */
  total: string;
  senderName: string;
  receiverName: string;
}

/** Longer ones than anybody needs would swell every event and answer; the document itself keeps them whole. */
const maximumNameLength = 200;

export function summarize(invoice: Invoice): Content {
  const { type, number, issueDate, dueDate, currency, totals, seller, buyer } = invoice;
  const [sender, receiver] = isSelfBilled(type) ? [buyer, seller] : [seller, buyer];
  return {
    type,
    number,
    issueDate: issueDate.slice(0, 10),
    dueDate: dueDate?.slice(0, 10) ?? null,
    currency,
    total: totals.taxInclusiveAmount,
    senderName: sender.name.slice(0, maximumNameLength),
    receiverName: receiver.name.slice(0, maximumNameLength),
  };
}

/** Whether PostgreSQL can keep it: a day of the calendar, from the year 1 on. */
export function isCalendarDate(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text) && text >= '0001';
}
