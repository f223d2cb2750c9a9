import { Content, isCalendarDate, summarize } from './content';
import { checkContent } from './formats/check-content';
import { checkSums } from './formats/check-sums';
import { RuleViolation } from './formats/rule-violation';
import { readUbl } from './formats/ubl-reader';
import { UnreadableDocument } from '../../core/xml/xml-tree';

export interface IncomingContent extends Content {
  errorCode: string | null;
  errorMessage: string | null;
  /** It is received all the same: to judge it is the receiver's business. */
  violations: RuleViolation[];
}

const maximumViolations = 100;

/** Others may use longer numbers than we let our own senders use, but not endless ones. */
const maximumNumberLength = 500;

/** Pure. What cannot be read is received all the same: it is the sender's to correct, and ours to show. */
export function incomingContent(payload: Buffer, receivedAt: Date): IncomingContent {
  try {
    return readable(payload);
  } catch (error) {
    if (!(error instanceof UnreadableDocument)) throw error;
    return {
      type: payload.includes('CreditNote-2') ? 'credit_note' : 'invoice',
      number: '',
      issueDate: receivedAt.toISOString().slice(0, 10),
      dueDate: null,
      currency: 'XXX',
      total: '0',
      senderName: '',
      receiverName: '',
      errorCode: 'INVALID_CONTENT',
      errorMessage: error.message.slice(0, 500),
      violations: [],
    };
  }
}

function readable(payload: Buffer): IncomingContent {
  const invoice = readUbl(payload);
  const content = summarize(invoice);
  if (!isCalendarDate(content.issueDate))
    throw new UnreadableDocument('The IssueDate is no date of the calendar.');
  return {
    ...content,
    number: content.number.slice(0, maximumNumberLength),
    dueDate: content.dueDate && isCalendarDate(content.dueDate) ? content.dueDate : null,
    currency: content.currency.slice(0, 3),
    errorCode: null,
    errorMessage: null,
    violations: [...checkSums(invoice), ...checkContent(invoice)].slice(0, maximumViolations),
  };
}
