import { Injectable } from '@nestjs/common';
import { AddressRefused } from '../../core/outbound/call-failure';
import { OutboundClient } from '../../core/outbound/outbound.client';
import { Settings } from '../../core/config/settings';
import { NetworkError } from '../network-error.port';

const answerLimitBytes = 1_048_576;
const addressRefused = new AddressRefused().message;

/** Reads from SMPs, whose addresses the network tells and nobody vouches for: through core/outbound, with all of its guards. */
@Injectable()
export class SmpClient {
  constructor(
    private readonly outbound: OutboundClient,
    private readonly settings: Settings,
  ) {}

  /** The answer; nothing for a 404. Throws NetworkError. */
  async read(url: string): Promise<Buffer | undefined> {
    // The rules of test mode are the wider ones: an SMP may use any port. Private addresses stay closed in both.
    const refusal = this.outbound.refusalOf(url, false);
    if (refusal) throw notAllowed(url, refusal);
    const { statusCode, body, truncated, error } = await this.outbound.get(
      url,
      { accept: 'text/xml, application/xml' },
      { timeoutMilliseconds: this.settings.LOOKUP_TIMEOUT_MS, responseLimitBytes: answerLimitBytes },
    );
    if (error === addressRefused) throw notAllowed(url, error);
    if (error !== undefined || statusCode === undefined) throw unavailable(url, error ?? 'no answer');
    if (statusCode >= 500 || statusCode === 429)
      throw unavailable(url, `it answered with status ${statusCode}`);
    if (statusCode === 404) return undefined;
    if (statusCode !== 200) throw invalidAnswer(url, `it answered with status ${statusCode}`);
    if (truncated) throw invalidAnswer(url, `its answer is larger than ${answerLimitBytes} bytes`);
    return body;
  }
}

export function invalidAnswer(url: string, why: string): NetworkError {
  return new NetworkError('SMP_ANSWER_INVALID', `The SMP ${hostOf(url)} cannot be understood: ${why}`, false);
}

function notAllowed(url: string, why: string): NetworkError {
  return new NetworkError(
    'SMP_ADDRESS_NOT_ALLOWED',
    `The SMP's address ${url.slice(0, 200)} may not be called: ${why}.`,
    false,
  );
}

function unavailable(url: string, why: string): NetworkError {
  return new NetworkError('UPSTREAM_UNAVAILABLE', `The SMP ${hostOf(url)} does not answer: ${why}.`, true);
}

export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url.slice(0, 100);
}
