import { find, findAll, parseXml, textAt, UnreadableDocument, XmlNode } from '../../../core/xml/xml-tree';
import { LifecycleStatus, lifecycleStatuses } from '../document-states';
import { isCalendarDate } from '../content';
import { transitions } from '../lifecycle/transitions';
import { conditions, reasonList, responseNamespace, statusOfResponse } from './invoice-response-codes';
import { LifecycleMessage, MessageParty, Payment } from './lifecycle-message';

const namespace = 'urn:oasis:names:specification:ubl:schema:xsd:';
const components = new Set([
  `${namespace}CommonAggregateComponents-2`,
  `${namespace}CommonBasicComponents-2`,
]);
const longestReason = 2_000;

/** Reads Peppol's Invoice Response. Throws UnreadableDocument, in words for its sender. */
export function readInvoiceResponse(bytes: Buffer): LifecycleMessage {
  const root = parseXml(bytes, components);
  if (root.name !== 'ApplicationResponse' || root.namespace !== responseNamespace) {
    throw new UnreadableDocument(`The XML is no UBL 2.1 ApplicationResponse: its root is ${root.name}.`);
  }
  const answer = find(root, 'DocumentResponse');
  const response = find(answer, 'Response');
  const statuses = findAll(response, 'Status');
  const noted = statuses.flatMap((status) => findAll(status, 'Condition')).map(readCondition);
  const sender = readParty(find(root, 'SenderParty'));
  const receiver = readParty(find(root, 'ReceiverParty'));
  const status = statusIn(response, noted);
  const sentBySeller = sender.name !== '' && textAt(answer, 'IssuerParty/PartyName/Name') === sender.name;
  return {
    id: required(root, 'ID'),
    issuedAt: instantOf(required(root, 'IssueDate'), textAt(root, 'IssueTime')),
    status,
    reasonCode: noted.find(({ name }) => name === conditions.reason)?.value ?? reasonCodeIn(statuses),
    reason: textOf(statuses),
    payments: noted.flatMap(({ name, value }) =>
      name === conditions.payment ? (paymentIn(value) ?? []) : [],
    ),
    sender,
    receiver,
    document: {
      number: required(answer, 'DocumentReference/ID'),
      issueDate: textAt(answer, 'DocumentReference/IssueDate') ?? '',
      typeCode: textAt(answer, 'DocumentReference/DocumentTypeCode') ?? '',
      seller: sentBySeller ? sender : receiver,
      buyer: sentBySeller ? receiver : sender,
    },
  };
}

interface Noted {
  name?: string;
  value: string;
}

function readCondition(node: XmlNode): Noted {
  return { name: textAt(node, 'AttributeID'), value: textAt(node, 'Description') ?? '' };
}

/** A condition may say more exactly what the code says, and nothing else. */
function statusIn(response: XmlNode | undefined, noted: Noted[]): LifecycleStatus {
  const code = required(response, 'ResponseCode');
  const status = Object.hasOwn(statusOfResponse, code) ? statusOfResponse[code] : undefined;
  if (!status)
    throw new UnreadableDocument(`${code.slice(0, 20)} is no ResponseCode of an Invoice Response.`);
  const exact = noted.find(({ name }) => name === conditions.status)?.value as LifecycleStatus | undefined;
  const fits = exact && lifecycleStatuses.includes(exact) && transitions[exact].peppol === code;
  return fits ? exact : status;
}

/** Beside reasons there are actions (OPStatusAction), which ask for something and explain nothing. */
function reasonCodeIn(statuses: XmlNode[]): string | undefined {
  const codes = statuses.map((status) => find(status, 'StatusReasonCode'));
  return codes.find((code) => code?.attributes.listID === reasonList)?.text.trim() || undefined;
}

function textOf(statuses: XmlNode[]): string | undefined {
  const texts = statuses.flatMap((status) => textAt(status, 'StatusReason') ?? []);
  return texts.join(' ').slice(0, longestReason) || undefined;
}

function paymentIn(text: string): Payment | undefined {
  const match = /^(\d{1,15}(?:\.\d{1,6})?) ([A-Z]{3}) (\d{4}-\d{2}-\d{2})(?: (\d{1,3}(?:\.\d{1,4})?))?$/.exec(
    text,
  );
  const [, amount, currency, date, vatRate] = match ?? [];
  return date && isCalendarDate(date) ? { amount: amount!, currency: currency!, date, vatRate } : undefined;
}

function readParty(node: XmlNode | undefined): MessageParty {
  const endpoint = find(node, 'EndpointID');
  return {
    participantId: `${endpoint?.attributes.schemeID ?? ''}:${endpoint?.text.trim() ?? ''}`,
    name: textAt(node, 'PartyLegalEntity/RegistrationName') ?? '',
  };
}

function required(node: XmlNode | undefined, path: string): string {
  const text = textAt(node, path);
  if (text === undefined) throw new UnreadableDocument(`The Invoice Response has no ${path}.`);
  return text;
}

/** Without a time, the day's beginning; without a zone, UTC. */
function instantOf(date: string, time = '00:00:00'): Date {
  const zoned = /(Z|[+-]\d{2}:\d{2})$/.test(time) ? time : `${time}Z`;
  const at = new Date(`${date.slice(0, 10)}T${zoned}`);
  if (!isCalendarDate(date.slice(0, 10)) || Number.isNaN(at.getTime()))
    throw new UnreadableDocument('The Invoice Response has no readable IssueDate.');
  return at;
}
