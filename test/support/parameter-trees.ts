import * as fc from 'fast-check';

/** Each UTF-16 unit for itself, so that lone surrogates come up, as well as whole characters, and those that are awkward in JSON. */
const anyText = fc.oneof(
  fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units)),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'\u0000\b\f\n\u007f\u0080é\u2028\ud83d', '\ude00', ...'"\\/<>&') }),
);
/** Printable ASCII and three short escapes, without `<>&`. */
const plainText = fc
  .string({
    unit: fc.oneof(
      fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }),
      fc.constantFrom('\n', '\r', '\t'),
    ),
  })
  .map((text) => text.replace(/[<>&]/g, '-'));

/** Down to the smallest there is, with many digits and with few, and integers as large as they may be. */
const anyNumber = fc
  .oneof(
    fc.maxSafeInteger(),
    fc.integer({ min: -20, max: 20 }),
    fc.double({ noNaN: true }),
    fc.double({ min: -0.001, max: 0.001, noNaN: true }),
    fc
      .tuple(fc.integer(), fc.integer({ min: -30, max: 0 }))
      .map(([digits, power]) => Number(`${digits}e${power}`)),
    fc.constantFrom(-0, 0.0001, 0.00001, 0.000001, 0.0000001, 123456789.125, 5e-324, Number.MAX_SAFE_INTEGER),
  )
  .filter((number) => Number.isFinite(number) && (Number.isSafeInteger(number) || !Number.isInteger(number)));
const plainNumber = anyNumber.filter((number) => Number.isInteger(number) || Math.abs(number) >= 0.0001);

/** Parameters of every shape that JSON can have. */
export const anyParameters = treesOf(anyText, anyNumber);
/** Those that Python and Go write alike. */
export const plainParameters = treesOf(plainText, plainNumber);

function treesOf(
  text: fc.Arbitrary<string>,
  number: fc.Arbitrary<number>,
): fc.Arbitrary<Record<string, unknown>> {
  const awkward = fc.constantFrom('__proto__', 'constructor', 'toJSON', 'length', '', '10', '9', '-1');
  const name = fc.oneof(text, awkward);
  return fc.letrec<{ value: unknown; object: Record<string, unknown> }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'large' },
      { weight: 4, arbitrary: fc.oneof(text, number, fc.boolean(), fc.constant(null)) },
      { weight: 1, arbitrary: fc.array(tie('value'), { maxLength: 5 }) },
      { weight: 1, arbitrary: tie('object') },
    ),
    object: fc
      .array(fc.tuple(name, tie('value')), { maxLength: 6 })
      .map((members) => Object.fromEntries(members)),
  })).object;
}
