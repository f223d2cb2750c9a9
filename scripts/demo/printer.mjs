const width = 104;
const itemsShown = 3;
const isColoured = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code) => (text) => (isColoured ? `\u001b[${code}m${text}\u001b[0m` : text);
const bold = paint('1');
const dim = paint('2');
const green = paint('32');
const red = paint('31');
const blue = paint('36');

/** Shown by their beginning alone; who needs one in full is given it at the end. */
const secretNames = new Set(['password', 'accessToken', 'key', 'secret', 'Authorization']);

export const say = (text = '') => process.stdout.write(`${text}\n`);

export const heading = (place, title) => say(`\n${bold(`${place} ${title}`)}`);

export const remark = (text) => say(`  ${dim(text)}`);

export const good = (text) => say(`  ${green('✓')} ${text}`);

export const failure = (text) => process.stderr.write(`\n${red(text)}\n`);

/** A call as one would type it, and its JSON body. */
export function printCall(method, url, headers, body) {
  const flags = Object.entries(headers)
    .filter(([name]) => name !== 'Content-Type')
    .map(([name, value]) => ` -H "${name}: ${secretNames.has(name) ? shortened(value) : value}"`);
  const verb = method === 'GET' ? '' : ` -X ${method}`;
  const address = url.includes('?') ? `"${url}"` : url;
  say(`  ${blue('$')} curl${verb} ${address}${flags.join('')}${body ? ' -d' : ''}`);
  if (body) say(indented(body, '    '));
}

/** Its answer: status, then pretty JSON. */
export function printAnswer(status, note, body) {
  const mark = status < 400 ? green(String(status)) : red(String(status));
  say(`  ${blue('<')} ${mark}${note ? ` ${dim(note)}` : ''}`);
  if (body !== undefined) say(indented(body, '    '));
}

export function printTable(rows) {
  const longest = Math.max(...rows.map(([name]) => name.length));
  for (const [name, value] of rows) say(`  ${name.padEnd(longest)}  ${value}`);
}

export const printJson = (value) => say(indented(value, '    '));

function indented(value, indent) {
  return `${indent}${pretty(abridged(value), indent)}`;
}

/** JSON in which what fits on a line stands on one line. */
function pretty(value, indent) {
  const oneLine = spaced(value);
  if (indent.length + oneLine.length <= width || value === null || typeof value !== 'object') return oneLine;
  const inner = `${indent}  `;
  const isList = Array.isArray(value);
  const lines = Object.entries(value).map(
    ([name, item]) => `${inner}${isList ? '' : `${JSON.stringify(name)}: `}${pretty(item, inner)}`,
  );
  return `${isList ? '[' : '{'}\n${lines.join(',\n')}\n${indent}${isList ? ']' : '}'}`;
}

function spaced(value) {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}: ${spaced(item)}`);
  return members.length > 0 ? `{ ${members.join(', ')} }` : '{}';
}

/** Without secrets, and without the tail of long lists of objects. */
function abridged(value) {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    const hidden = typeof value[0] === 'object' ? value.length - itemsShown : 0;
    if (hidden <= 0) return value.map(abridged);
    return [...value.slice(0, itemsShown).map(abridged), `… and ${hidden} more`];
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      secretNames.has(name) && typeof item === 'string' ? shortened(item) : abridged(item),
    ]),
  );
}

const shortened = (text) => `${text.slice(0, text.startsWith('Bearer flw_') ? 24 : 17)}…`;
