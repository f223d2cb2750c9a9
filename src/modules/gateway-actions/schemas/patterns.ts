const maximumLength = 1_000;
/** What only means something in Unicode patterns; by the older rules `\p` is the letter p. */
const unicodeEscape = /\\[pP]\{|\\u\{/;
/** The one name that the official test suite uses and ECMAScript has not (UTS 18, annex C). */
const digits = /\\(p)\{digit\}/gi;

/** How ajv makes a pattern of a schema. */
export const patternEngine = Object.assign(toPattern, { code: 'new RegExp' });

function toPattern(source: string): RegExp {
  if (source.length > maximumLength) {
    throw new Error(`a pattern must not be longer than ${maximumLength} characters`);
  }
  const pattern = parse(source);
  // A pattern that repeats too much is refused when it is first used, which had better be now.
  pattern.test('');
  return pattern;
}

/** As Unicode, as both drafts recommend; by the older rules if it was written by those, as `\_` is. */
function parse(source: string): RegExp {
  try {
    return new RegExp(source.replace(digits, '\\$1{Nd}'), 'u');
  } catch (error) {
    if (unicodeEscape.test(source)) throw error;
    return new RegExp(source);
  }
}
