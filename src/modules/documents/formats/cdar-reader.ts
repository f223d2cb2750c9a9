import { find, findAll, parseXml, textAt, UnreadableDocument, XmlNode } from '../../../core/xml/xml-tree';
import { CdarRole, cdarStatuses, statusOfCode } from './cdar-statuses';
import { cdarNamespaces, paymentKinds, schemes, vatNumberOf } from './cdar-words';
import { LifecycleMessage, MessageParty, Payment } from './lifecycle-message';

const namespaces = new Set<string>(Object.values(cdarNamespaces));
const unnamed: MessageParty = { participantId: '', name: '' };

/** Reads a CDAR about one invoice. Throws UnreadableDocument, in words for its sender. */
export function readCdar(bytes: Buffer): LifecycleMessage {
  const root = parseXml(bytes, namespaces);
  if (root.name !== 'CrossDomainAcknowledgementAndResponse' || root.namespace !== cdarNamespaces.rsm)
    throw new UnreadableDocument(`The XML is no CDAR: its root is ${root.name} in "${root.namespace}".`);
  const header = required(root, 'ExchangedDocument');
  const acknowledgement = required(root, 'AcknowledgementDocument');
  const reference = required(acknowledgement, 'ReferenceReferencedDocument');
  const status = statusOf(reference);
  const issuedAt = timeAt(acknowledgement, 'IssueDateTime');
  const detail = find(reference, 'SpecifiedDocumentStatus');
  const parties = [find(header, 'IssuerTradeParty'), ...findAll(header, 'RecipientTradeParty')];
  const seller = partyOf(parties, 'SE') ?? companyOf(find(reference, 'IssuerTradeParty'));
  const actionCode = textAt(detail, 'RequestedActionCode');
  return {
    id: requiredText(header, 'ID'),
    issuedAt,
    status,
    reasonCode: textAt(detail, 'ReasonCode'),
    reason: textAt(detail, 'Reason'),
    requestedAction: actionCode ? { code: actionCode, text: textAt(detail, 'RequestedAction') } : undefined,
    payments: findAll(detail, 'SpecifiedDocumentCharacteristic').flatMap((value) =>
      paymentOf(value, issuedAt),
    ),
    sender: companyOf(parties[0]),
    receiver: companyOf(parties[1]),
    platform: platformOf(find(header, 'SenderTradeParty')),
    document: {
      number: requiredText(reference, 'IssuerAssignedID'),
      issueDate: dayAt(reference, 'FormattedIssueDateTime'),
      typeCode: requiredText(reference, 'TypeCode'),
      takenAt: find(reference, 'ReceiptDateTime') ? timeAt(reference, 'ReceiptDateTime') : undefined,
      seller,
      buyer: partyOf(parties, 'BY') ?? unnamed,
    },
  };
}

function statusOf(reference: XmlNode): LifecycleMessage['status'] {
  const code = requiredText(reference, 'ProcessConditionCode');
  const status = statusOfCode(code);
  const known = Object.values(cdarStatuses).map((entry) => entry.code);
  if (!status)
    throw new UnreadableDocument(`The status ${code} is not one of those handled: ${known.join(', ')}.`);
  return status;
}

function paymentOf(value: XmlNode, issuedAt: Date): Payment[] {
  const amount = find(value, 'ValueAmount');
  const kinds: string[] = Object.values(paymentKinds);
  if (!amount || !kinds.includes(textAt(value, 'TypeCode') ?? '')) return [];
  const date = find(value, 'ValueDateTime') ? dayAt(value, 'ValueDateTime') : undefined;
  return [
    {
      amount: amount.text.trim(),
      currency: amount.attributes.currencyID ?? 'EUR',
      date: date ?? issuedAt.toISOString().slice(0, 10),
      vatRate: textAt(value, 'ValuePercent'),
    },
  ];
}

function partyOf(parties: Array<XmlNode | undefined>, role: CdarRole): MessageParty | undefined {
  const party = parties.find((candidate) => textAt(candidate, 'RoleCode') === role);
  return party && companyOf(party);
}

/** By its electronic address where it has one; its SIREN gives the VAT number. */
function companyOf(party: XmlNode | undefined): MessageParty {
  const id = find(party, 'GlobalID');
  const address = find(party, 'URIUniversalCommunication/URIID');
  const [node, fallback] = address ? [address, schemes.address] : [id, schemes.siren];
  const value = node?.text.trim();
  const siren = id?.attributes.schemeID === schemes.siren ? id.text.trim() : undefined;
  return {
    participantId: value ? `${node!.attributes.schemeID ?? fallback}:${value}` : '',
    name: textAt(party, 'Name') ?? '',
    ...(siren && { vatNumber: vatNumberOf(siren) }),
  };
}

function platformOf(party: XmlNode | undefined): MessageParty | undefined {
  return find(party, 'GlobalID') && companyOf(party);
}

function timeAt(node: XmlNode, name: string): Date {
  const text = textAt(node, `${name}/DateTimeString`) ?? '';
  const time = new Date(text.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3T$4:$5:$6Z'));
  if (!/^\d{14}$/.test(text) || Number.isNaN(time.getTime()))
    throw new UnreadableDocument(`${name} must be a time of the format 204, like 20250701151500.`);
  return time;
}

function dayAt(node: XmlNode, name: string): string {
  const text = textAt(node, `${name}/DateTimeString`) ?? '';
  if (!/^\d{8}$/.test(text))
    throw new UnreadableDocument(`${name} must be a day of the format 102, like 20250701.`);
  return text.replace(/^(\d{4})(\d\d)/, '$1-$2-');
}

function required(node: XmlNode, name: string): XmlNode {
  const found = find(node, name);
  if (!found) throw new UnreadableDocument(`${node.name} has no ${name}.`);
  return found;
}

function requiredText(node: XmlNode, name: string): string {
  const text = textAt(node, name);
  if (!text) throw new UnreadableDocument(`${node.name} has no ${name}.`);
  return text;
}
