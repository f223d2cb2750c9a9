import { element, group } from '../../core/xml/xml-writer';
import { participantScheme, sbdNamespace, StandardBusinessDocument } from './sbd';

/** The start of a document that may not stand within another one. */
const prologue = /^\uFEFF?\s*(?:<\?xml[^>]*\?>)?\s*/;

/** Writes the envelope around the payload, of which only the XML declaration is left out. */
export function writeSbd(document: StandardBusinessDocument): Buffer {
  const text = document.payload.toString('utf8');
  const start = Buffer.byteLength(prologue.exec(text)![0]);
  const payload = document.payload.subarray(start);
  return Buffer.concat([
    Buffer.from(`<?xml version="1.0" encoding="UTF-8"?><StandardBusinessDocument xmlns="${sbdNamespace}">`),
    Buffer.from(header(document, rootOf(text))),
    payload,
    Buffer.from('</StandardBusinessDocument>'),
  ]);
}

function header(document: StandardBusinessDocument, root: { name: string; namespace: string }): string {
  const { sender, receiver, instanceId, createdAt, documentType, process, senderCountry } = document;
  return group(
    'StandardBusinessDocumentHeader',
    element('HeaderVersion', '1.0'),
    group('Sender', element('Identifier', sender, { Authority: participantScheme })),
    group('Receiver', element('Identifier', receiver, { Authority: participantScheme })),
    group(
      'DocumentIdentification',
      element('Standard', root.namespace),
      element('TypeVersion', /::([\d.]+)$/.exec(documentType)?.[1] ?? '1'),
      element('InstanceIdentifier', instanceId),
      element('Type', root.name),
      element('CreationDateAndTime', createdAt.toISOString()),
    ),
    group(
      'BusinessScope',
      scope('DOCUMENTID', documentType),
      scope('PROCESSID', process),
      senderCountry
        ? group('Scope', element('Type', 'COUNTRY_C1'), element('InstanceIdentifier', senderCountry))
        : '',
    ),
  );
}

/** Of an id as `scheme::value`, of which the value may hold further colons. */
function scope(type: string, id: string): string {
  const at = id.indexOf('::');
  return group(
    'Scope',
    element('Type', type),
    element('InstanceIdentifier', id.slice(at + 2)),
    element('Identifier', id.slice(0, at)),
  );
}

/** The name and namespace of the payload's root, which the header repeats. */
function rootOf(text: string): { name: string; namespace: string } {
  const [, prefix, name = 'unknown', attributes = ''] =
    /<(?:([\w.-]+):)?([\w.-]+)((?:\s+[\w.:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*\/?>/.exec(text) ?? [];
  const declaration = prefix ? `xmlns:${prefix}` : 'xmlns';
  const namespace = new RegExp(`\\s${declaration}\\s*=\\s*["']([^"']*)["']`).exec(attributes)?.[1];
  return { name, namespace: namespace ?? 'unknown' };
}
