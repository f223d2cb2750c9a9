import { Injectable } from '@nestjs/common';
import { request } from 'undici';
import { Settings } from '../../core/config/settings';
import { NetworkError } from '../network-error.port';
import { CircuitBreakers } from './circuit-breakers';

export interface UpstreamRequest {
  method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  url: string;
  headers?: Record<string, string>;
  body?: Buffer | string;
}

export interface UpstreamAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

const answerLimitBytes = 10 * 1_024 * 1_024;

/** Calls the services that the operator has configured: access point, SMP, tax platform. Redirects are never followed. */
@Injectable()
export class UpstreamClient {
  constructor(
    private readonly settings: Settings,
    private readonly breakers: CircuitBreakers,
  ) {}

  /**
   * Throws a retryable NetworkError UPSTREAM_UNAVAILABLE when there is no answer in time, one that is too large, or a 5xx; and at once
   * while the upstream's circuit breaker is open.
   */
  request(upstream: string, { url, ...options }: UpstreamRequest): Promise<UpstreamAnswer> {
    return this.breakers.run(upstream, async () => {
      try {
        return await this.answerOf(url, options);
      } catch (error) {
        const message = `${upstream} does not answer: ${(error as Error).message}`;
        throw new NetworkError('UPSTREAM_UNAVAILABLE', message, true);
      }
    });
  }

  private async answerOf(url: string, options: Omit<UpstreamRequest, 'url'>): Promise<UpstreamAnswer> {
    const signal = AbortSignal.timeout(this.settings.UPSTREAM_TIMEOUT_MS);
    const { statusCode, headers, body } = await request(url, { ...options, signal });
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > answerLimitBytes) throw new Error(`its answer is larger than ${answerLimitBytes} bytes`);
      chunks.push(chunk);
    }
    if (statusCode >= 500) throw new Error(`it answered with ${statusCode}`);
    return { status: statusCode, headers, body: Buffer.concat(chunks) };
  }
}
