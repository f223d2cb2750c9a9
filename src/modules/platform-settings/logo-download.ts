import { Injectable } from '@nestjs/common';
import { sha256 } from '../../core/crypto/digests';
import { ApiError } from '../../core/http/api-error';
import { OutboundAnswer, OutboundClient } from '../../core/outbound/outbound.client';
import { imageKind } from './image-kind';
import { pictureOf } from './logo-picture';
import { Logo } from './platform-settings';
import { svgProblem } from './svg-problem';

const longestKibibytes = 512;
const timeoutMilliseconds = 10_000;
const headers = {
  accept: 'image/svg+xml,image/png,image/webp,image/jpeg,image/gif',
  'user-agent': 'Flowie-Exchange',
};

/** Gets a logo from where its owner says, and makes sure that it is a picture and nothing else. */
@Injectable()
export class LogoDownload {
  constructor(private readonly outbound: OutboundClient) {}

  /** Throws INVALID_REQUEST for a wrong address, LOGO_UNUSABLE for what is found there. */
  async fetch(url: string, livemode: boolean): Promise<Logo> {
    const refusal = this.outbound.refusalOf(url, livemode);
    if (refusal) throw problem('INVALID_REQUEST', refusal);
    const options = { timeoutMilliseconds, responseLimitBytes: longestKibibytes * 1024 };
    const bytes = bytesOf(await this.outbound.get(url, headers, options));
    const mediaType = mediaTypeOf(bytes);
    const picture = await pictureOf(bytes);
    if (!picture) throw problem('LOGO_UNUSABLE', 'is damaged, or larger than 30 million pixels');
    return { url, mediaType, bytes, sha256: sha256(bytes), picture };
  }
}

function bytesOf({ error, statusCode, body, truncated }: OutboundAnswer): Buffer {
  if (error) throw problem('LOGO_UNUSABLE', `could not be fetched: ${error}`);
  if (statusCode !== 200 || !body)
    throw problem(
      'LOGO_UNUSABLE',
      `could not be fetched: its server answered ${statusCode}, and redirects are not followed`,
    );
  if (truncated) throw problem('LOGO_UNUSABLE', `is larger than ${longestKibibytes} KiB`);
  return body;
}

function mediaTypeOf(bytes: Buffer): string {
  const kind = imageKind(bytes);
  if (kind) return kind;
  const refusal = svgProblem(bytes);
  if (refusal) throw problem('LOGO_UNUSABLE', refusal);
  return 'image/svg+xml';
}

function problem(code: 'INVALID_REQUEST' | 'LOGO_UNUSABLE', message: string): ApiError {
  const field = 'branding.logoUrl';
  return new ApiError(code, { message: `${field}: ${message}`, details: [{ field, rule: 'logo', message }] });
}
