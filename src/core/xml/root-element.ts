import { SaxesParser } from 'saxes';

class Found extends Error {}

/** Enough for any declaration and comment that people put before a root. */
const lookedAt = 65_536;

/** The local name of the root element, without reading what follows it; undefined where there is none. */
export function rootElementOf(bytes: Buffer): string | undefined {
  const parser = new SaxesParser({ xmlns: true });
  let name: string | undefined;
  const stop = () => {
    throw new Found();
  };
  parser.on('error', stop);
  parser.on('doctype', stop);
  // The start is enough: the namespace of the root may be wrong, and is then the reader's to refuse.
  parser.on('opentagstart', ({ name: qualified }) => {
    name = qualified.split(':').at(-1);
    stop();
  });
  try {
    parser.write(
      bytes
        .subarray(0, lookedAt)
        .toString('utf8')
        .replace(/^\uFEFF/, ''),
    );
  } catch (error) {
    if (!(error instanceof Found)) throw error;
  }
  return name;
}
