import { canonicalJson, UnsignableValue } from './canonical-json';

const refusal = (value: unknown): unknown => {
  try {
    return canonicalJson(value);
  } catch (error) {
    return error;
  }
};

it.each([
  [0, '0'],
  [-0, '0'],
  [1.0, '1'],
  [1e15, '1000000000000000'],
  [Number.MAX_SAFE_INTEGER, '9007199254740991'],
  [Number.MIN_SAFE_INTEGER, '-9007199254740991'],
  [1.5, '1.5'],
  [0.1 + 0.2, '0.30000000000000004'],
  [0.0001, '0.0001'],
  [0.00001, '1e-05'],
  [-0.0000015, '-1.5e-06'],
  [1e-7, '1e-07'],
  [1e-10, '1e-10'],
  [5e-324, '5e-324'],
])('writes the number %d as Python does: %s', (number, text) => expect(canonicalJson(number)).toBe(text));

it.each([
  ['', '""'],
  ['/"\\\b\f\n\r\t\u0000\u001f', '"/\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001f"'],
  ['~\u007f\u0080é€\uffff', '"~\\u007f\\u0080\\u00e9\\u20ac\\uffff"'],
  ['<>&', '"<>&"'],
  ['😀', '"\\ud83d\\ude00"'],
  ['\ude00\ud83d', '"\\ude00\\ud83d"'],
])('writes the text %j in ASCII', (text, expected) => expect(canonicalJson(text)).toBe(expected));

it('sorts members at every level, and leaves lists as they are', () => {
  const value = JSON.parse('{"b":[{"z":null,"y":true},2,1],"10":{},"9":[],"__proto__":{"a":1},"B":false}');
  expect(canonicalJson(value)).toBe(
    '{"10":{},"9":[],"B":false,"__proto__":{"a":1},"b":[{"y":true,"z":null},2,1]}',
  );
});

it.each([2 ** 53, -(2 ** 53), 1e16, 1e300])('refuses the integer %d, and says where', (number) => {
  const error = refusal({ 'a/b': [1, { '~': number }] });
  expect(error).toBeInstanceOf(UnsignableValue);
  expect(error).toMatchObject({ path: '/a~1b/1/~0', reason: 'is an integer beyond 2^53' });
});

it.each([Infinity, -Infinity, NaN])('refuses %d, which a large number in JSON may become', (number) =>
  expect(refusal([number])).toMatchObject({ path: '/0', reason: 'is too large a number' }),
);

it.each([undefined, 1n, () => 1])('refuses what is not JSON: %p', (value) =>
  expect(refusal({ value })).toMatchObject({ path: '/value', reason: `is not JSON but a ${typeof value}` }),
);
