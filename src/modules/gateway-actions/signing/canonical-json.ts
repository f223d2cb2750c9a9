/** A value that cannot be written so that every receiver reads and writes the same. */
export class UnsignableValue extends Error {
  constructor(
    /** JSON pointer to it. */
    readonly path: string,
    readonly reason: string,
  ) {
    super(`${path}: ${reason}`);
  }
}

/**
 * JSON with one spelling for each value (contract 8): what Python's `json.dumps(value, separators=(',', ':'))` prints for what it
 * parsed from this very text, and what Go's `json.Marshal` prints as far as the two agree. Members are sorted, as Go does it.
 */
export function canonicalJson(value: unknown, path = ''): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return canonicalText(value);
  if (typeof value === 'number') return canonicalNumber(value, path);
  if (Array.isArray(value)) {
    return `[${value.map((entry, at) => canonicalJson(entry, `${path}/${at}`)).join(',')}]`;
  }
  if (typeof value !== 'object') throw new UnsignableValue(path, `is not JSON but a ${typeof value}`);
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  const written = members.map(
    ([name, member]) => `${canonicalText(name)}:${canonicalJson(member, `${path}/${pointerStep(name)}`)}`,
  );
  return `{${written.join(',')}}`;
}

/** JavaScript's short escapes are Python's, and its `\uXXXX` is lower-case too, but it leaves what is beyond ASCII, and DEL, as it is. */
function canonicalText(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function canonicalNumber(number: number, path: string): string {
  if (!Number.isFinite(number)) throw new UnsignableValue(path, 'is too large a number');
  if (Number.isInteger(number)) {
    // Read exactly by some languages and rounded by others; we have rounded it already.
    if (!Number.isSafeInteger(number)) throw new UnsignableValue(path, 'is an integer beyond 2^53');
    return number.toFixed();
  }
  // Both print the shortest digits that mean the number, but Python turns to exponents sooner, and gives them two digits.
  if (Math.abs(number) >= 1e-4) return String(number);
  return number.toExponential().replace(/e-(\d)$/, 'e-0$1');
}

function pointerStep(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
