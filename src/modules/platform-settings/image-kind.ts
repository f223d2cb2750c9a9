type Signature = Array<[offset: number, bytes: string]>;

/** How files of each kind begin, byte for byte. */
const signatures: Array<[mediaType: string, Signature]> = [
  ['image/png', [[0, '\x89PNG\r\n\x1a\n'], [12, 'IHDR']]], // prettier-ignore
  ['image/jpeg', [[0, '\xff\xd8\xff']]],
  ['image/gif', [[0, 'GIF87a']]],
  ['image/gif', [[0, 'GIF89a']]],
  ['image/webp', [[0, 'RIFF'], [8, 'WEBP']]], // prettier-ignore
];

/** The media type of a picture made of pixels, by its bytes and whatever it is called; undefined for all else. */
export function imageKind(bytes: Buffer): string | undefined {
  return signatures.find(([, signature]) =>
    signature.every(
      ([offset, text]) => bytes.subarray(offset, offset + text.length).toString('latin1') === text,
    ),
  )?.[0];
}
