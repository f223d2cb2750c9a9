import { imageKind } from './image-kind';
import { svgProblem } from './svg-problem';

const svg = (inside: string, attributes = '') =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${attributes}>${inside}</svg>`,
  );

describe('svgProblem', () => {
  it.each([
    svg('<rect width="9" height="9" fill="#0F62FE"/><text>ACME &amp; Co</text>', 'viewBox="0 0 9 9"'),
    svg('<defs><linearGradient id="a"/></defs><rect fill="url(#a)"/><use xlink:href="#a"/>'),
    svg('<style>.a{fill:url( "#a" )}</style><image href="data:image/png;base64,iVBORw0KGgo="/>'),
    svg('<g export-filename="C:\\\\logos\\\\acme.png"/>'),
    Buffer.from(`\uFEFF<?xml version="1.0" encoding="UTF-8"?>\n<!-- by hand -->${svg('').toString()}`),
  ])('%s may be shown', (bytes) => {
    expect(svgProblem(bytes)).toBeUndefined();
  });

  it.each([
    [svg('<script>alert(1)</script>'), '<script>'],
    [svg('<g><SCRIPT href="#a"/></g>'), '<SCRIPT>'],
    [svg('<foreignObject><p/></foreignObject>'), '<foreignObject>'],
    [svg('<set attributeName="href" to="javascript:alert(1)"/>'), '<set>'],
    [svg('', 'onload="alert(1)"'), 'onload'],
    [svg('<rect onClick="alert(1)"/>'), 'onclick'],
    [svg('<a href="javascript:alert(1)"/>'), 'javascript:'],
    [svg('<a><animate attributeName="xlink:href" values="javascript:alert(1)"/></a>'), 'animated href'],
    [svg('<image xlink:href="https://tracker.example/a.png"/>'), 'tracker.example'],
    [svg('<image href="data:image/svg+xml;base64,AAAA"/>'), 'data:image/svg'],
    [svg('<style>@import "https://a.example/b.css";</style>'), '<style>'],
    [svg('<style><![CDATA[a{fill:u\\72l(https://a.example)}]]></style>'), '<style>'],
    [svg('<rect style="fill:url(https://a.example/#b)"/>'), 'style='],
    [Buffer.from(`<?xml-stylesheet href="https://a.example/b.css"?>${svg('').toString()}`), 'stylesheet'],
    [Buffer.from(`<!DOCTYPE svg [<!ENTITY a "b">]>${svg('&a;').toString()}`), 'DOCTYPE'],
    [Buffer.from('<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>'), 'neither'],
    [Buffer.from('<svg>'), 'not well-formed'],
    [Buffer.from('not an image'), 'neither'],
    [Buffer.from([0xff, 0xfe, 0]), 'UTF-8'],
  ])('%s may not, and is told why', (bytes, words) => {
    expect(svgProblem(bytes)).toContain(words);
  });
});

describe('imageKind', () => {
  const bytes = (text: string) => Buffer.from(text, 'latin1');

  it.each([
    ['\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'image/png'],
    ['\xff\xd8\xff\xe0\0\x10JFIF', 'image/jpeg'],
    ['GIF89a', 'image/gif'],
    ['RIFF\x10\0\0\0WEBPVP8 ', 'image/webp'],
    ['RIFF\x10\0\0\0WAVEfmt ', undefined],
    ['\x89PNG\r\n\x1a\n', undefined],
    ['', undefined],
  ])('%j is %s', (text, kind) => {
    expect(imageKind(bytes(text))).toBe(kind);
  });
});
