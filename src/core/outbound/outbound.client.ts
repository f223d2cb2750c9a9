import { Injectable, OnApplicationShutdown } from '@nestjs/common';
import { Agent, Dispatcher } from 'undici';
import { Settings } from '../config/settings';
import { AddressGuard } from './address-guard';
import { Deadlines } from './deadlines';
import { explainFailure } from './explain-failure';
import { guardedConnector } from './guarded-connector';
import { refusalOf } from './outbound-url';

const responseLimitBytes = 64 * 1024;
const keepAliveMilliseconds = 10_000;

export interface OutboundAnswer {
  /** Absent when no answer came. */
  statusCode?: number;
  /** The first 64 KiB of the answer. */
  body?: Buffer;
  retryAfter?: string;
  /** The address that was reached. */
  remoteAddress?: string;
  tls?: { protocol: string; cipher: string; certificateSha256: string; validTo: string };
  /** Why no answer came, in plain words. */
  error?: string;
  durationMilliseconds: number;
}

/** The one client for calls to addresses that users give: guarded, bounded in time and size, never following redirects. */
@Injectable()
export class OutboundClient implements OnApplicationShutdown {
  private readonly guard: AddressGuard;
  private readonly agent: Agent;
  private readonly deadlines: Deadlines;

  constructor(settings: Settings) {
    this.guard = new AddressGuard(settings.OUTBOUND_ALLOWED_CIDRS);
    this.deadlines = new Deadlines(settings.DELIVERY_TIMEOUT_MS);
    this.agent = new Agent({
      connect: guardedConnector(this.guard, settings.DELIVERY_TIMEOUT_MS),
      keepAliveTimeout: keepAliveMilliseconds,
      keepAliveMaxTimeout: keepAliveMilliseconds,
      headersTimeout: settings.DELIVERY_TIMEOUT_MS,
      bodyTimeout: settings.DELIVERY_TIMEOUT_MS,
      connections: 64,
      pipelining: 1,
    });
  }

  /** Why this URL may not be called, or nothing. */
  refusalOf(url: string, livemode: boolean): string | undefined {
    return refusalOf(url, livemode, this.guard);
  }

  /** Never throws: what went wrong is part of the answer. */
  async post(url: string, headers: Record<string, string>, body: Buffer): Promise<OutboundAnswer> {
    const started = performance.now();
    const deadline = this.deadlines.begin();
    const took = () => Math.round(performance.now() - started);
    try {
      const { origin, pathname, search } = new URL(url);
      const response = await this.agent.request({
        origin,
        path: pathname + search,
        method: 'POST',
        headers,
        body,
        signal: deadline,
      });
      const answer = await readLimited(response);
      return {
        statusCode: response.statusCode,
        body: answer,
        retryAfter: retryAfterOf(response),
        durationMilliseconds: took(),
      };
    } catch (error) {
      return { error: explainFailure(error), durationMilliseconds: took() };
    } finally {
      this.deadlines.end(deadline);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.agent.destroy();
  }
}

/** What is beyond the limit stays unread, and the connection that would bring it is closed. */
async function readLimited(response: Dispatcher.ResponseData): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response.body as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= responseLimitBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, responseLimitBytes);
}

function retryAfterOf(response: Dispatcher.ResponseData): string | undefined {
  const header = response.headers['retry-after'];
  return Array.isArray(header) ? header[0] : header;
}
