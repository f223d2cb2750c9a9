import { SaxesParser } from 'saxes';
import { find, findAll, parseXml, textAt, UnreadableDocument, XmlNode } from '../../core/xml/xml-tree';
import { participantScheme, sbdNamespace, StandardBusinessDocument } from './sbd';

/** Reads an envelope; throws UnreadableDocument, saying what is wrong with it. */
export function readSbd(bytes: Buffer): StandardBusinessDocument {
  const root = parseXml(bytes, new Set([sbdNamespace]));
  if (root.name !== 'StandardBusinessDocument' || root.namespace !== sbdNamespace)
    throw new UnreadableDocument(`The document is no StandardBusinessDocument, but ${root.name}.`);
  const header = find(root, 'StandardBusinessDocumentHeader');
  const identification = find(header, 'DocumentIdentification');
  return {
    instanceId: required(identification, 'InstanceIdentifier'),
    sender: participant(find(header, 'Sender/Identifier'), 'Sender'),
    receiver: participant(find(header, 'Receiver/Identifier'), 'Receiver'),
    documentType: scopeId(header, 'DOCUMENTID', 'busdox-docid-qns'),
    process: scopeId(header, 'PROCESSID', 'cenbii-procid-ubl'),
    senderCountry: textAt(scopeOf(header, 'COUNTRY_C1'), 'InstanceIdentifier'),
    createdAt: instant(required(identification, 'CreationDateAndTime')),
    payload: payloadOf(bytes),
  };
}

function participant(identifier: XmlNode | undefined, side: string): string {
  const id = identifier?.text.trim() ?? '';
  const authority = identifier?.attributes.Authority ?? participantScheme;
  if (authority === participantScheme && /^\d{4}:\S{1,130}$/.test(id)) return id;
  throw new UnreadableDocument(`The header's ${side} is not a participant id of ${participantScheme}.`);
}

function scopeOf(header: XmlNode | undefined, type: string): XmlNode | undefined {
  return findAll(find(header, 'BusinessScope'), 'Scope').find((scope) => textAt(scope, 'Type') === type);
}

function scopeId(header: XmlNode | undefined, type: string, usualScheme: string): string {
  const scope = scopeOf(header, type);
  return `${textAt(scope, 'Identifier') ?? usualScheme}::${required(scope, 'InstanceIdentifier', type)}`;
}

function required(node: XmlNode | undefined, name: string, of = 'DocumentIdentification'): string {
  const text = textAt(node, name);
  if (!text) throw new UnreadableDocument(`The header's ${of} has no ${name}.`);
  return text;
}

function instant(text: string): Date {
  const at = new Date(text);
  if (Number.isNaN(at.getTime()))
    throw new UnreadableDocument('The header has no CreationDateAndTime that is one.');
  return at;
}

/** The bytes between the header and the end of the envelope: never written anew, as a signature may lie over them. */
function payloadOf(bytes: Buffer): Buffer {
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  const parser = new SaxesParser({ xmlns: true });
  let depth = 0;
  let children = 0;
  let start = 0;
  let end = 0;
  const inherited: Record<string, string> = {};
  let needed = new Set<string>();
  parser.on('opentag', ({ ns, prefix, attributes }) => {
    depth++;
    if (depth === 1) Object.assign(inherited, ns);
    if (children !== 1) return;
    needed.add(prefix);
    for (const { prefix: attributePrefix } of Object.values(attributes)) needed.add(attributePrefix);
  });
  parser.on('closetag', () => {
    depth--;
    if (depth !== 1) return;
    children++;
    if (children === 1) start = parser.position;
    if (children === 2) end = parser.position;
  });
  parser.write(text).close();
  if (children !== 2)
    throw new UnreadableDocument('The envelope must hold its header and one payload, in this order.');
  needed = new Set([...needed].filter((prefix) => prefix !== '' && inherited[prefix] !== undefined));
  return Buffer.from(selfContained(text.slice(start, end).trim(), needed, inherited));
}

/** Prefixes that the envelope declares and the payload uses are declared on it, or it would be unreadable without the envelope. */
function selfContained(payload: string, prefixes: Set<string>, inherited: Record<string, string>): string {
  const missing = [...prefixes].filter((prefix) => !new RegExp(`\\sxmlns:${prefix}\\s*=`).test(payload));
  const declarations = missing.map((prefix) => ` xmlns:${prefix}="${inherited[prefix]}"`);
  return payload.replace(/^<[^\s/>]+/, (start) => start + declarations.join(''));
}
