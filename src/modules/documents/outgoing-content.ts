import { ActingCompany } from '../../core/auth/caller';
import { ApiError } from '../../core/http/api-error';
import { violationsError } from '../../core/http/validation';
import { Content, isCalendarDate, summarize } from './content';
import { SendInput } from './document.inputs';
import { checkContent } from './formats/check-content';
import { checkInvoiceShape } from './formats/check-shape';
import { checkSums } from './formats/check-sums';
import { completeInvoice } from './formats/complete-invoice';
import { Identifier, Invoice, InvoiceInput, isSelfBilled } from './formats/invoice';
import { readUbl } from './formats/ubl-reader';
import { writeUbl } from './formats/ubl-writer';
import { UnreadableDocument } from '../../core/xml/xml-tree';

export interface OutgoingContent extends Content {
  /** What is sent, and kept. */
  bytes: Buffer;
}

/** A number is part of an index; the same limit holds for JSON and for XML. */
const maximumNumberLength = 100;
const maximumDetails = 100;

/** Pure. Throws a 400 for what cannot be read or lacks its shape, and DOCUMENT_INVALID for what breaks a rule. */
export function outgoingContent(input: SendInput, company: ActingCompany): OutgoingContent {
  const { document, xml } = input;
  if ((document === undefined) === (xml === undefined))
    throw refusal('document', 'one_of', 'give either document or xml');
  const invoice = document ? fromJson(document, input, company) : fromXml(xml!, input);
  const content = summarize(invoice);
  checkSummary(content);
  checkRules(invoice);
  return { ...content, bytes: Buffer.from(xml ?? writeUbl(invoice)) };
}

function fromJson(
  document: Record<string, unknown>,
  { type, to }: SendInput,
  company: ActingCompany,
): Invoice {
  const violations = checkInvoiceShape(document);
  if (violations.length > 0) throw violationsError(violations.map((violation) => ({ ...violation })));
  const given = document as unknown as InvoiceInput;
  const own = identifierOf(company.peppolId);
  const other = identifierOf(to.trim());
  if (!isSelfBilled(type)) {
    const seller = given.seller ?? detailsOf(company);
    return completeInvoice({ ...given, seller }, type, { seller: own, buyer: other });
  }
  if (!given.seller) {
    throw refusal(
      'document.seller',
      'required',
      'is required: in a self-billed document it is the recipient',
      'MISSING_FIELD',
    );
  }
  return completeInvoice(given, type, { seller: other, buyer: own });
}

function fromXml(xml: string, { type, format }: SendInput): Invoice {
  if (format === undefined)
    throw refusal('format', 'required', 'is required: say what xml holds', 'MISSING_FIELD');
  const invoice = read(xml);
  if (invoice.type === type) return invoice;
  throw refusal('type', 'mismatch', `is ${type}, but the XML holds a document of type ${invoice.type}`);
}

function read(xml: string): Invoice {
  try {
    return readUbl(Buffer.from(xml));
  } catch (error) {
    if (error instanceof UnreadableDocument) throw refusal('xml', 'readable', error.message);
    throw error;
  }
}

function checkSummary({ number, issueDate, dueDate, currency }: Content): void {
  if (number.length > maximumNumberLength) {
    throw refusal('document.number', 'maxLength', `must have at most ${maximumNumberLength} characters`);
  }
  if (!/^[A-Z]{3}$/.test(currency)) {
    throw refusal('document.currency', 'format', 'must be an ISO 4217 code such as EUR', 'INVALID_CURRENCY');
  }
  for (const [name, date] of Object.entries({ issueDate, dueDate })) {
    if (date === null || isCalendarDate(date)) continue;
    throw refusal(
      `document.${name}`,
      'format',
      'must be a date of the calendar, like 2026-04-25',
      'INVALID_DATE',
    );
  }
}

function checkRules(invoice: Invoice): void {
  const violations = [...checkSums(invoice), ...checkContent(invoice)];
  const [first, ...others] = violations;
  if (!first) return;
  throw new ApiError('DOCUMENT_INVALID', {
    message: others.length > 0 ? `${first.message} (and ${others.length} more)` : first.message,
    details: violations.slice(0, maximumDetails).map((violation) => ({ ...violation })),
  });
}

function refusal(
  field: string,
  rule: string,
  message: string,
  code: 'INVALID_REQUEST' | 'MISSING_FIELD' | 'INVALID_DATE' | 'INVALID_CURRENCY' = 'INVALID_REQUEST',
): ApiError {
  return violationsError([{ field, rule, message, code }]);
}

function detailsOf({ name, vatNumber, country }: ActingCompany): InvoiceInput['seller'] {
  return { name, vatNumber, address: { country } };
}

/** Of `scheme:value`. */
function identifierOf(participantId: string): Identifier {
  const [scheme, ...value] = participantId.split(':');
  return { scheme, value: value.join(':') };
}
