import { Request } from 'express';
import { ApiError } from '../../core/http/api-error';

/** More than these are for another request, or the first answer would come too late to learn from. */
export const maximumLines = 10_000;

const lineFeed = 0x0a;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** One line of the body; counted from 1, as editors do. */
export interface BatchLine {
  number: number;
  bytes: Buffer;
}

/** The lines of a body of newline-delimited JSON. Throws a 400, 413 or 415 for the body as a whole; what a line says is not looked at. */
export function readLines({ rawBody, headers }: Pick<Request, 'rawBody' | 'headers'>): BatchLine[] {
  const mediaType = headers['content-type'] ?? '';
  if (/^application\/json\b|^multipart\/|^text\/(xml|csv|html)|xml/i.test(mediaType))
    throw unsupported(mediaType);
  const lines = splitLines(withoutMark(rawBody ?? Buffer.alloc(0)));
  if (lines.length === 0) throw nothing();
  return lines;
}

function withoutMark(body: Buffer): Buffer {
  return body.subarray(0, 3).equals(byteOrderMark) ? body.subarray(3) : body;
}

/** The line feed at the end closes the last line; it opens no further one. */
function splitLines(body: Buffer): BatchLine[] {
  const lines: BatchLine[] = [];
  for (let start = 0; start < body.length;) {
    if (lines.length === maximumLines) throw tooMany();
    const feed = body.indexOf(lineFeed, start);
    const end = feed === -1 ? body.length : feed;
    lines.push({ number: lines.length + 1, bytes: trimEnd(body.subarray(start, end)) });
    start = end + 1;
  }
  return lines;
}

function trimEnd(line: Buffer): Buffer {
  return line.at(-1) === 0x0d ? line.subarray(0, -1) : line;
}

function unsupported(mediaType: string): ApiError {
  const message = `Send one JSON object a line, as application/x-ndjson; ${mediaType} is not accepted here.`;
  return new ApiError('UNSUPPORTED_MEDIA_TYPE', { message });
}

function nothing(): ApiError {
  const message = 'is empty; send one JSON object a line (curl: --data-binary @tenants.ndjson)';
  const details = [{ field: 'body', rule: 'required', message }];
  return new ApiError('INVALID_REQUEST', { message: `body: ${message}`, details });
}

function tooMany(): ApiError {
  const message = `has more than ${maximumLines} lines; send the rest in another request`;
  const details = [{ field: 'body', rule: 'max_lines', message }];
  return new ApiError('PAYLOAD_TOO_LARGE', { message: `body: ${message}`, details });
}
