/** Builds XML as text: an element without content is not written at all, so optional parts need no condition. */
type Attributes = Record<string, string | undefined>;

/** An element that holds text. */
export function element(name: string, text: string | undefined, attributes?: Attributes): string {
  if (text === undefined) return '';
  return `<${name}${attributes ? written(attributes) : ''}>${escapeXml(text)}</${name}>`;
}

/** An element that holds others, written by the functions here. */
export function group(name: string, ...children: string[]): string {
  const content = children.join('');
  return content === '' ? '' : `<${name}>${content}</${name}>`;
}

export function each<Item>(items: Item[] | undefined, write: (item: Item, index: number) => string): string {
  return items?.map(write).join('') ?? '';
}

function written(attributes: Attributes): string {
  return Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escapeAttribute(value!)}"`)
    .join('');
}

const special = /[&<>"\r]/;

/** A carriage return is kept as a reference: parsers turn a bare one into a line feed. */
export function escapeXml(text: string): string {
  if (!special.test(text)) return text;
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;');
}

/** Parsers turn bare tabs and line feeds of an attribute into spaces, so these are kept as references too. */
function escapeAttribute(value: string): string {
  return escapeXml(value).replaceAll('\t', '&#9;').replaceAll('\n', '&#10;');
}
