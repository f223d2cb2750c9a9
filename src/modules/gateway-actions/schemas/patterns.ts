const maximumLength = 1_000;

/** How ajv makes a pattern of a schema: it is to be read as Unicode, as both drafts recommend, and by the older rules if it was written by those. */
export const patternEngine = Object.assign(toPattern, { code: 'new RegExp' });

export function isPattern(source: string): boolean {
  return parse(source, 'u') !== undefined || parse(source, '') !== undefined;
}

function toPattern(source: string): RegExp {
  if (source.length > maximumLength) {
    throw new Error(`a pattern must not be longer than ${maximumLength} characters`);
  }
  const pattern = parse(source, 'u') ?? new RegExp(source);
  // A pattern that repeats too much is refused when it is first used, which had better be now.
  pattern.test('');
  return pattern;
}

function parse(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined;
  }
}
