const handshakeRecord = 0x16;
const clientHello = 0x01;
const serverNameExtension = 0x0000;
const hostNameType = 0x00;
const longestHello = 16_384;

/** What a connection begins with: a whole hello and the name it asks for, too little to tell yet, or no TLS. */
export type Opening =
  { kind: 'hello'; serverName: string | undefined } | { kind: 'incomplete' } | { kind: 'foreign' };

/**
 * Reads the name that a TLS client asks for (RFC 8446, 4.1.2; RFC 6066, 3), before anything is answered: Node's own SNI callback comes too
 * late to refuse a name in the protocol's own words.
 */
export function readOpening(bytes: Buffer): Opening {
  try {
    const hello = handshakeOf(bytes);
    if (!hello) return bytes.length > longestHello ? { kind: 'foreign' } : { kind: 'incomplete' };
    return { kind: 'hello', serverName: serverNameOf(hello) };
  } catch {
    return { kind: 'foreign' };
  }
}

/** The hello's body, put together from the records it may be spread over; throws when it is none. */
function handshakeOf(bytes: Buffer): Reader | undefined {
  const parts: Buffer[] = [];
  for (let start = 0; start < bytes.length;) {
    if (bytes[start] !== handshakeRecord) throw new Error('no handshake');
    if (bytes.length < start + 5) return undefined;
    const end = start + 5 + bytes.readUInt16BE(start + 3);
    parts.push(bytes.subarray(start + 5, Math.min(end, bytes.length)));
    const message = Buffer.concat(parts);
    if (message.length > 0 && message[0] !== clientHello) throw new Error('no hello');
    if (message.length >= 4) {
      const length = message.readUIntBE(1, 3);
      if (message.length >= 4 + length) return new Reader(message.subarray(4, 4 + length));
    }
    start = end;
  }
  return undefined;
}

function serverNameOf(hello: Reader): string | undefined {
  const versionAndRandom = 2 + 32;
  hello.skip(versionAndRandom);
  hello.vector(1);
  hello.vector(2);
  hello.vector(1);
  if (hello.isAtEnd) return undefined;
  for (const extensions = new Reader(hello.vector(2)); !extensions.isAtEnd;) {
    const type = extensions.number(2);
    const content = extensions.vector(2);
    if (type === serverNameExtension) return hostNameOf(new Reader(new Reader(content).vector(2)));
  }
  return undefined;
}

function hostNameOf(names: Reader): string | undefined {
  while (!names.isAtEnd) {
    const type = names.number(1);
    const name = names.vector(2);
    if (type === hostNameType) return name.toString('latin1').toLowerCase();
  }
  return undefined;
}

/** Walks through bytes; throws at their end. */
class Reader {
  private position = 0;

  constructor(private readonly bytes: Buffer) {}

  get isAtEnd(): boolean {
    return this.position >= this.bytes.length;
  }

  skip(length: number): void {
    this.position += length;
  }

  number(size: number): number {
    const value = this.bytes.readUIntBE(this.position, size);
    this.position += size;
    return value;
  }

  /** Bytes that follow their own length. */
  vector(lengthSize: number): Buffer {
    const length = this.number(lengthSize);
    if (this.position + length > this.bytes.length) throw new Error('cut off');
    const content = this.bytes.subarray(this.position, this.position + length);
    this.position += length;
    return content;
  }
}
