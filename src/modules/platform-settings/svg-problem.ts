import { parseXml, UnreadableDocument, XmlNode } from '../../core/xml/xml-tree';

const svgNamespace = 'http://www.w3.org/2000/svg';

/** Elements that run code, bring in other documents, or change what another element points at. */
const activeElements = new Set(
  'script foreignobject iframe object embed audio video link meta base handler listener set'.split(' '),
);
const animations = /^animate/;

/** Within the file, or a picture of pixels that lies in it. */
const ownReference = /^(#|data:image\/(png|jpeg|gif|webp);base64,)/i;

/** Why this SVG may not be shown, in words for its owner; undefined when it may. */
export function svgProblem(bytes: Buffer): string | undefined {
  try {
    const root = parseXml(bytes);
    if (root.name !== 'svg' || root.namespace !== svgNamespace)
      return 'is neither a PNG, JPEG, WebP, GIF nor an SVG';
    if (bytes.includes('<?xml-stylesheet'))
      return 'is an SVG that loads a stylesheet; write the styles into it';
    return problemOf(root);
  } catch (error) {
    if (error instanceof UnreadableDocument)
      return `is neither a PNG, JPEG, WebP, GIF nor a readable SVG: ${error.message}`;
    throw error;
  }
}

function problemOf(node: XmlNode): string | undefined {
  const name = node.name.toLowerCase();
  if (activeElements.has(name)) return `is an SVG with <${node.name}>, which is not allowed in a logo`;
  if (name === 'style' && isForeignStyle(node.text)) return foreign('<style>');
  for (const [attribute, value] of Object.entries(node.attributes)) {
    const problem = problemOfAttribute(name, attribute.toLowerCase(), value.trim());
    if (problem) return problem;
  }
  for (const child of node.children) {
    const problem = problemOf(child);
    if (problem) return problem;
  }
  return undefined;
}

function problemOfAttribute(element: string, attribute: string, value: string): string | undefined {
  if (attribute.startsWith('on'))
    return `is an SVG with the script ${attribute}="…", which is not allowed in a logo`;
  const isReference = attribute === 'href' || attribute === 'src';
  if (isReference && !ownReference.test(value)) return foreign(`${attribute}="${value.slice(0, 60)}"`);
  if (animations.test(element) && attribute === 'attributename' && /(^|:)href$/i.test(value))
    return foreign('an animated href');
  return isForeignStyle(value) ? foreign(`${attribute}="…url(…)…"`) : undefined;
}

/** In CSS a backslash spells any word in another way, which no logo needs; without a bracket it is but the name of a file. */
function isForeignStyle(css: string): boolean {
  if (/@import/i.test(css) || /\\[^]*\(/.test(css)) return true;
  return [...css.matchAll(/url\(\s*["']?([^"')]*)/gi)].some(
    ([, target]) => !ownReference.test(target!.trim()),
  );
}

function foreign(where: string): string {
  return `is an SVG that refers to something outside of itself (${where}); put it into the file`;
}
