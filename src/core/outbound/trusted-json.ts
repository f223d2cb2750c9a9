import { request } from 'undici';

const timeoutMilliseconds = 5_000;
const limitBytes = 1024 * 1024;

/**
 * Gets JSON from an address that the operator configured; never one that a user gave, since nothing guards where it leads.
 * Throws when no 200 with at most 1 MiB of JSON comes within five seconds.
 */
export async function getTrustedJson(url: string): Promise<unknown> {
  const response = await request(url, {
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(timeoutMilliseconds),
  });
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response.body as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limitBytes) throw new Error(`${url} answered more than ${limitBytes} bytes`);
    chunks.push(chunk);
  }
  if (response.statusCode !== 200) throw new Error(`${url} answered ${response.statusCode}`);
  return JSON.parse(Buffer.concat(chunks).toString());
}
