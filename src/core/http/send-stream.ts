import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Response } from 'express';

/**
 * Sends texts as they come, as fast as the client reads. When it goes away no more are asked for. A failure in the middle breaks the
 * connection off, so that nobody takes a part for the whole.
 */
export async function sendStream(
  response: Response,
  mediaType: string,
  texts: AsyncIterable<string>,
): Promise<void> {
  response.setHeader('Content-Type', `${mediaType}; charset=utf-8`);
  response.setHeader('Cache-Control', 'no-store');
  // Proxies that collect an answer before they pass it on would hide its progress.
  response.setHeader('X-Accel-Buffering', 'no');
  await pipeline(Readable.from(texts), response).catch(ignoreDisconnect);
}

function ignoreDisconnect(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
}
