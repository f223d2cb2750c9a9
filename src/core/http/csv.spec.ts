import { writeCsv } from './csv';

const line = (...cells: Array<string | number | null>) =>
  writeCsv([], [cells]).split('\r\n').slice(1).join('\r\n');

it('writes titles first, and ends each line as RFC 4180 wants', () => {
  expect(writeCsv(['a', 'b'], [['x', 1], [null, 0]])).toBe('a,b\r\nx,1\r\n,0\r\n'); // prettier-ignore
});

it('quotes what would be more than a cell', () => {
  expect(line('say "hi"', 'a,b', 'two\nlines', 'plain text')).toBe(
    '"say ""hi""","a,b","two\nlines",plain text\r\n',
  );
});

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("http://x","y")'])(
  'lets no spreadsheet take %j for a formula',
  (text) => {
    expect(line(text).replace(/^"/, '')).toMatch(/^'/);
  },
);

it('leaves numbers and texts alone that only hold such signs', () => {
  expect(line(-1, 't-acme', 'a=b')).toBe('-1,t-acme,a=b\r\n');
});
