import { connect as connectSocket, createServer } from 'node:net';
import { AddressInfo } from 'node:net';
import { connect } from 'node:tls';
import { readOpening } from './client-hello';

/** What a real client sends first. */
async function helloFor(servername: string): Promise<Buffer> {
  return new Promise((resolve) => {
    const server = createServer((socket) =>
      socket.once('data', (bytes) => {
        socket.destroy();
        server.close();
        resolve(bytes);
      }),
    ).listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      const client = connect({ socket: connectSocket(port, '127.0.0.1'), servername });
      client.on('error', () => client.destroy());
    });
  });
}

it('reads the name that a client asks for, in small letters', async () => {
  const hello = await helloFor('Peppol.Acme.com');
  expect(readOpening(hello)).toEqual({ kind: 'hello', serverName: 'peppol.acme.com' });
});

it('tells a client that names no host', async () => {
  expect(readOpening(await helloFor(''))).toEqual({ kind: 'hello', serverName: undefined });
});

it('waits for the rest, at whichever byte it is cut', async () => {
  const hello = await helloFor('peppol.acme.com');
  for (let length = 0; length < hello.length; length++) {
    expect(readOpening(hello.subarray(0, length))).toEqual({ kind: 'incomplete' });
  }
});

it('puts together what is spread over several records', async () => {
  const hello = await helloFor('peppol.acme.com');
  const message = hello.subarray(5);
  const record = (content: Buffer) => {
    const header = Buffer.from([0x16, 3, 1, 0, 0]);
    header.writeUInt16BE(content.length, 3);
    return Buffer.concat([header, content]);
  };
  const spread = Buffer.concat([record(message.subarray(0, 3)), record(message.subarray(3, 90)), record(message.subarray(90))]); // prettier-ignore
  expect(readOpening(spread)).toEqual({ kind: 'hello', serverName: 'peppol.acme.com' });
});

it('knows what is no TLS, and what never ends', async () => {
  expect(readOpening(Buffer.from('GET / HTTP/1.1\r\n\r\n'))).toEqual({ kind: 'foreign' });
  const hello = await helloFor('peppol.acme.com');
  const lying = Buffer.from(hello);
  lying.writeUInt16BE(60_000, 9 + 2 + 32 + 1 + hello[43]!);
  expect(readOpening(lying)).toEqual({ kind: 'foreign' });
  const endless = Buffer.alloc(20_000);
  Buffer.from([0x16, 3, 1, 0xff, 0xff, 1, 0xff, 0xff, 0xff]).copy(endless);
  expect(readOpening(endless)).toEqual({ kind: 'foreign' });
});
