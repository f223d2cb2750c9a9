const maximumKeys = 50;
const maximumBytes = 16 * 1024;
const maximumDepth = 5;

/** What PostgreSQL cannot read back out of JSON: the character zero, and half of a surrogate pair. */
const unreadable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/;

/** What is wrong with a company's metadata, which goes into each of its events; nothing when it is fine. */
export function metadataProblem(metadata: unknown): string | undefined {
  if (depthExceeds(metadata, maximumDepth)) return `must not be nested deeper than ${maximumDepth} levels`;
  if (Object.keys(metadata as object).length > maximumKeys) return `must have at most ${maximumKeys} keys`;
  const json = JSON.stringify(metadata);
  if (Buffer.byteLength(json) > maximumBytes) return `must have at most ${maximumBytes} bytes as JSON`;
  return unreadable.test(json) ? 'must not contain U+0000 or unpaired surrogates' : undefined;
}

function depthExceeds(value: unknown, limit: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return limit === 0 || Object.values(value).some((member) => depthExceeds(member, limit - 1));
}
