import { element, each, group } from '../../../core/xml/xml-writer';
import { clarificationOf } from '../lifecycle/reason-codes';
import { transitions } from '../lifecycle/transitions';
import {
  conditions,
  partialPayment,
  reasonList,
  responseCustomization,
  responseNamespace,
  responseProfile,
  statusOfResponse,
} from './invoice-response-codes';
import { LifecycleMessage, MessageParty, Payment } from './lifecycle-message';

const common = 'urn:oasis:names:specification:ubl:schema:xsd:Common';

/** Writes Peppol's Invoice Response: UBL ApplicationResponse, transaction T111. Its parts stand in the order that UBL 2.1 fixes. */
export function writeInvoiceResponse(message: LifecycleMessage): string {
  const [date, time] = message.issuedAt.toISOString().split('T');
  const content = [
    element('cbc:CustomizationID', responseCustomization),
    element('cbc:ProfileID', responseProfile),
    element('cbc:ID', message.id),
    element('cbc:IssueDate', date),
    // Midnight is what a message without a time is read as.
    element('cbc:IssueTime', time === '00:00:00.000Z' ? undefined : time),
    writeParty('cac:SenderParty', message.sender),
    writeParty('cac:ReceiverParty', message.receiver),
    group('cac:DocumentResponse', writeResponse(message), writeReference(message), writeIssuer(message)),
  ].join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<ApplicationResponse xmlns="${responseNamespace}" xmlns:cac="${common}AggregateComponents-2" xmlns:cbc="${common}BasicComponents-2">${content}</ApplicationResponse>\n`;
}

function writeParty(name: string, { participantId, name: registrationName }: MessageParty): string {
  const [schemeID, ...value] = participantId.split(':');
  return group(
    name,
    element('cbc:EndpointID', value.join(':'), { schemeID }),
    group('cac:PartyLegalEntity', element('cbc:RegistrationName', registrationName || participantId)),
  );
}

function writeResponse(message: LifecycleMessage): string {
  const code = transitions[message.status].peppol;
  if (!code) throw new Error(`an Invoice Response cannot say ${message.status}`);
  return group('cac:Response', element('cbc:ResponseCode', code), writeStatus(message, code));
}

function writeStatus(message: LifecycleMessage, code: string): string {
  const { status, reasonCode, reason, payments } = message;
  const clarification = clarificationIn(message);
  return group(
    'cac:Status',
    element('cbc:StatusReasonCode', clarification, { listID: reasonList }),
    element('cbc:StatusReason', reason ?? (clarification && defaultReason(message))),
    condition(conditions.status, status === statusOfResponse[code] ? undefined : status),
    condition(conditions.reason, reasonCode === clarification ? undefined : reasonCode),
    each(payments, (payment) => condition(conditions.payment, describe(payment))),
  );
}

/** Peppol wants one with RE, CA and UQ, and takes PPD with PD alone. */
function clarificationIn({ status, reasonCode }: LifecycleMessage): string | undefined {
  if (reasonCode) return clarificationOf(reasonCode);
  return status === 'cancelled' ? 'OTH' : undefined;
}

/** OTH and PPD need words. */
function defaultReason({ status, reasonCode, payments }: LifecycleMessage): string | undefined {
  if (status === 'cancelled') return 'The seller has cancelled the document.';
  if (reasonCode === partialPayment)
    return `Paid in part: ${payments.map(describe).join(', ') || 'see below'}.`;
  return reasonCode && clarificationOf(reasonCode) === 'OTH' ? reasonCode : undefined;
}

function describe({ amount, currency, date, vatRate }: Payment): string {
  return [amount, currency, date, vatRate].filter((part) => part !== undefined).join(' ');
}

function condition(attribute: string, description: string | undefined): string {
  if (description === undefined) return '';
  return group(
    'cac:Condition',
    element('cbc:AttributeID', attribute),
    element('cbc:Description', description),
  );
}

function writeReference({ document: { number, issueDate, typeCode } }: LifecycleMessage): string {
  return group(
    'cac:DocumentReference',
    element('cbc:ID', number),
    element('cbc:IssueDate', issueDate || undefined),
    element('cbc:DocumentTypeCode', typeCode || undefined),
  );
}

/** Who issued the invoice, where that is not plain from who is answered: a seller's own message. */
function writeIssuer({ sender, document: { seller } }: LifecycleMessage): string {
  if (seller.participantId !== sender.participantId || !seller.name) return '';
  return group('cac:IssuerParty', group('cac:PartyName', element('cbc:Name', seller.name)));
}
