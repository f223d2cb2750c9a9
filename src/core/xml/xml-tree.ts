import { isUtf8 } from 'node:buffer';
import { SaxesParser } from 'saxes';

/** Why a document cannot be read, for its sender. */
export class UnreadableDocument extends Error {}

export interface XmlNode {
  /** Without its prefix. */
  name: string;
  namespace: string;
  attributes: Record<string, string>;
  children: XmlNode[];
  text: string;
}

const maximumDepth = 100;

/** What may stand in the XML declaration of a document whose bytes are UTF-8. */
const encodings = /^(utf-?8|us-ascii|ascii)$/i;

/**
 * Parses a whole document; elements of other namespaces than these are left out, so that an extension's cannot be taken
 * for ours. A doctype is refused: it could make a small document a huge one, or reach for files.
 */
export function parseXml(bytes: Buffer, namespaces?: ReadonlySet<string>): XmlNode {
  if (!isUtf8(bytes)) throw new UnreadableDocument('The XML is not valid UTF-8: save it as UTF-8.');
  const parser = new SaxesParser({ xmlns: true });
  const document: XmlNode = { name: '', namespace: '', attributes: {}, children: [], text: '' };
  const open = [document];
  parser.on('doctype', () => refuse('The XML has a DOCTYPE, which is not allowed.'));
  parser.on('error', (error) =>
    refuse(
      `The XML is not well-formed: ${error.message.replace(/^\d+:\d+: /, '')} (line ${parser.line}, column ${parser.column}).`,
    ),
  );
  parser.on('opentag', ({ local, uri, attributes }) => {
    if (open.length > maximumDepth) refuse(`The XML is nested deeper than ${maximumDepth} elements.`);
    const values = Object.values(attributes).map((attribute) => [attribute.local, attribute.value]);
    const node: XmlNode = {
      name: local,
      namespace: uri,
      attributes: Object.fromEntries(values) as Record<string, string>,
      children: [],
      text: '',
    };
    // The root is kept in any case, since its name is what a refusal must tell.
    if (open.length === 1 || !namespaces || namespaces.has(uri)) open.at(-1)!.children.push(node);
    open.push(node);
  });
  parser.on('text', (text) => (open.at(-1)!.text += text));
  parser.on('cdata', (text) => (open.at(-1)!.text += text));
  parser.on('closetag', () => open.pop());
  parser.write(bytes.toString('utf8').replace(/^\uFEFF/, ''));
  // Asked here and not by a handler: one handler more makes every parse three times slower in V8.
  const { encoding } = parser.xmlDecl;
  parser.close();
  if (encoding !== undefined && !encodings.test(encoding)) {
    refuse(`The XML declares the encoding ${encoding}, but is UTF-8: declare UTF-8.`);
  }
  return document.children[0]!;
}

/** The first element down a path of local names, such as `Party/PartyName/Name`. */
export function find(node: XmlNode | undefined, path: string): XmlNode | undefined {
  return path.split('/').reduce((at, name) => at?.children.find((child) => child.name === name), node);
}

export function findAll(node: XmlNode | undefined, name: string): XmlNode[] {
  return node?.children.filter((child) => child.name === name) ?? [];
}

/** The trimmed text of the element at the path, if there is any. */
export function textAt(node: XmlNode | undefined, path: string): string | undefined {
  return find(node, path)?.text.trim() || undefined;
}

function refuse(message: string): never {
  throw new UnreadableDocument(message);
}
