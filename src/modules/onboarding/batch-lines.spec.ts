import { maximumLines, readLines } from './batch-lines';

const read = (body: string | Buffer, mediaType = 'application/x-ndjson') =>
  readLines({ rawBody: Buffer.from(body), headers: { 'content-type': mediaType } }).map(
    ({ number, bytes }) => [number, bytes.toString()] as const,
  );

it('counts from 1; a line feed ends a line and opens none, a carriage return before it is none of it', () => {
  expect(read('{"a":1}\n{"b":2}\r\n')).toEqual([[1, '{"a":1}'], [2, '{"b":2}']]); // prettier-ignore
  expect(read('\uFEFF{"a":1}')).toEqual([[1, '{"a":1}']]);
  expect(read('x\n\ny')).toEqual([[1, 'x'], [2, ''], [3, 'y']]); // prettier-ignore
});

it.each([
  ['nothing', '', 'application/x-ndjson', 'INVALID_REQUEST'],
  ['JSON in one piece', '[]', 'application/json; charset=utf-8', 'UNSUPPORTED_MEDIA_TYPE'],
  ['a form with files', 'x', 'multipart/form-data; boundary=x', 'UNSUPPORTED_MEDIA_TYPE'],
  ['a line too many', '{}\n'.repeat(maximumLines + 1), 'application/x-ndjson', 'PAYLOAD_TOO_LARGE'],
])('refuses %s', (_what, body, mediaType, code) => {
  expect(() => read(body, mediaType)).toThrow(expect.objectContaining({ code }) as Error);
});

it('takes as many lines as there may be, and what curl calls a body', () => {
  expect(read('{}\n'.repeat(maximumLines), 'application/x-www-form-urlencoded')).toHaveLength(maximumLines);
});
