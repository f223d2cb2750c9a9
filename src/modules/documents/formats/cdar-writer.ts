import { each, element, group } from '../../../core/xml/xml-writer';
import { CdarRole, CdarStatus, cdarStatuses } from './cdar-statuses';
import { cdarNamespaces, dayStamp, paymentKinds, schemes, sirenOf, stamp } from './cdar-words';
import { LifecycleMessage, MessageParty, Payment } from './lifecycle-message';

/** Another platform gets all parties and the invoice's business process; the portal (PPF) only what the law wants. */
type Recipient = 'platform' | 'ppf';

const guidelines: Record<Recipient, string> = {
  platform: 'urn.cpro.gouv.fr:1p0:CDV:invoice',
  ppf: 'urn.cpro.gouv.fr:1p0:CDV:einvoicingF2',
};
/** The portal itself, and the portal as the reader of a copy among platforms. */
const portalIds: Record<Recipient, string> = { ppf: '0000', platform: '9998' };

/** Writes a message as a CDAR (XP Z12-012 v1.4, D22B). */
export function writeCdar(message: LifecycleMessage, recipient: Recipient): string {
  const status = cdarStatuses[message.status];
  const prefixes = Object.entries(cdarNamespaces).map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`);
  const content = [
    writeContext(recipient),
    writeHeader(message, status, recipient),
    writeAcknowledgement(message, status, recipient),
  ];
  const root = 'rsm:CrossDomainAcknowledgementAndResponse';
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${prefixes.join('')}>${content.join('')}</${root}>`;
}

function writeContext(recipient: Recipient): string {
  const process = recipient === 'platform' ? 'REGULATED' : undefined;
  return group(
    'rsm:ExchangedDocumentContext',
    group('ram:BusinessProcessSpecifiedDocumentContextParameter', element('ram:ID', process)),
    group('ram:GuidelineSpecifiedDocumentContextParameter', element('ram:ID', guidelines[recipient])),
  );
}

function writeHeader(message: LifecycleMessage, status: CdarStatus, recipient: Recipient): string {
  const { id, issuedAt, document } = message;
  // Only the portal is told who the platform is; among platforms the network has said so.
  const platform = recipient === 'ppf' ? writePlatform(message.platform) : '';
  const issuer =
    status.issuer === 'WK'
      ? platform
      : writeCompany(status.issuer === 'SE' ? document.seller : document.buyer);
  const recipients: CdarRole[] = recipient === 'ppf' ? ['DFH'] : status.recipients;
  return group(
    'rsm:ExchangedDocument',
    element('ram:ID', id),
    element('ram:Name', `${document.number}_CDV-${status.code}_${status.label}`),
    group('ram:IssueDateTime', element('udt:DateTimeString', stamp(issuedAt), { format: '204' })),
    group('ram:SenderTradeParty', platform, element('ram:RoleCode', 'WK')),
    group('ram:IssuerTradeParty', issuer, element('ram:RoleCode', status.issuer)),
    each(recipients, (role) => writeRecipient(message, role, recipient)),
  );
}

function writeRecipient({ document }: LifecycleMessage, role: CdarRole, recipient: Recipient): string {
  if (role === 'DFH') {
    const portal = { participantId: `${schemes.platform}:${portalIds[recipient]}`, name: 'PPF' };
    return group('ram:RecipientTradeParty', writePlatform(portal), element('ram:RoleCode', role));
  }
  const party = role === 'SE' ? document.seller : document.buyer;
  const [scheme, address] = split(party.participantId);
  return group(
    'ram:RecipientTradeParty',
    writeCompany(party),
    element('ram:RoleCode', role),
    group('ram:URIUniversalCommunication', element('ram:URIID', address, { schemeID: scheme })),
  );
}

function writeCompany(party: MessageParty): string {
  return (
    element('ram:GlobalID', sirenOf(party), { schemeID: schemes.siren }) +
    element('ram:Name', party.name || undefined)
  );
}

function writePlatform(platform: MessageParty | undefined): string {
  if (!platform) return '';
  const [scheme, id] = split(platform.participantId);
  return element('ram:GlobalID', id, { schemeID: scheme }) + element('ram:Name', platform.name);
}

function writeAcknowledgement(message: LifecycleMessage, status: CdarStatus, recipient: Recipient): string {
  const { issuedAt, document } = message;
  const { number, typeCode, issueDate, takenAt = issuedAt, seller } = document;
  return group(
    'rsm:AcknowledgementDocument',
    group('ram:MultipleReferencesIndicator', element('udt:Indicator', 'false')),
    element('ram:TypeCode', status.phase),
    group('ram:IssueDateTime', element('udt:DateTimeString', stamp(issuedAt), { format: '204' })),
    group(
      'ram:ReferenceReferencedDocument',
      element('ram:IssuerAssignedID', number),
      element('ram:StatusCode', status.statusCode),
      element('ram:TypeCode', typeCode),
      group('ram:ReceiptDateTime', element('udt:DateTimeString', stamp(takenAt), { format: '204' })),
      element('ram:ReferenceTypeCode', recipient === 'ppf' ? guidelines.ppf : undefined),
      group(
        'ram:FormattedIssueDateTime',
        element('qdt:DateTimeString', dayStamp(issueDate), { format: '102' }),
      ),
      element('ram:ProcessConditionCode', status.code),
      element('ram:ProcessCondition', status.label),
      group('ram:IssuerTradeParty', element('ram:GlobalID', sirenOf(seller), { schemeID: schemes.siren })),
      writeDetail(message),
    ),
  );
}

/** Why, and what money: left out where the status says it all. */
function writeDetail(message: LifecycleMessage): string {
  const { reasonCode, reason, requestedAction, payments } = message;
  if (!reasonCode && !reason && !requestedAction && payments.length === 0) return '';
  return group(
    'ram:SpecifiedDocumentStatus',
    element('ram:ReasonCode', reasonCode),
    element('ram:Reason', reason),
    element('ram:RequestedActionCode', requestedAction?.code),
    element('ram:RequestedAction', requestedAction?.text),
    element('ram:SequenceNumeric', '1'),
    each(payments, (payment) => writePayment(payment, message)),
  );
}

/** The day of a receipt is the status's own unless another one is given; that of a payment sent is always told. */
function writePayment({ amount, currency, date, vatRate }: Payment, message: LifecycleMessage): string {
  const isSent = message.status === 'payment_sent';
  const day = isSent || date !== message.issuedAt.toISOString().slice(0, 10) ? dayStamp(date) : undefined;
  return group(
    'ram:SpecifiedDocumentCharacteristic',
    element('ram:TypeCode', isSent ? paymentKinds.sent : paymentKinds.received),
    group('ram:ValueChangedIndicator', element('udt:IndicatorString', 'false')),
    element('ram:ValueAmount', amount, { currencyID: currency }),
    group('ram:ValueDateTime', element('udt:DateTimeString', day, { format: '102' })),
    element('ram:ValuePercent', vatRate),
  );
}

function split(identifier: string): [string | undefined, string | undefined] {
  const at = identifier.indexOf(':');
  return at < 0 ? [undefined, identifier || undefined] : [identifier.slice(0, at), identifier.slice(at + 1)];
}
