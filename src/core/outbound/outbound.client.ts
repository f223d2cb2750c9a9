import { Injectable, OnApplicationShutdown, Optional } from '@nestjs/common';
import { Settings } from '../config/settings';
import { AddressGuard } from './address-guard';
import { Deadlines } from './deadlines';
import { ConnectorOptions, guardedConnector } from './guarded-connector';
import { OutboundAgent } from './outbound-agent';
import { CallResult, OutboundCall } from './outbound-call';
import { refusalOf } from './outbound-url';

export interface OutboundAnswer extends CallResult {
  durationMilliseconds: number;
}

export interface OutboundOptions {
  /** The whole time of the call; DELIVERY_TIMEOUT_MS unless told. */
  timeoutMilliseconds?: number;
  /** How much of the answer is kept; 64 KiB unless told. */
  responseLimitBytes?: number;
}

interface OutboundRequest {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body?: Buffer;
}

/** The one client for calls to addresses that users give: guarded, bounded in time and size, never following redirects. */
@Injectable()
export class OutboundClient implements OnApplicationShutdown {
  private readonly guard: AddressGuard;
  private readonly agent: OutboundAgent;
  private readonly deadlines = new Map<number, Deadlines>();

  constructor(
    private readonly settings: Settings,
    @Optional() connectorOptions?: ConnectorOptions,
  ) {
    this.guard = new AddressGuard(settings.OUTBOUND_ALLOWED_CIDRS);
    this.agent = new OutboundAgent(
      guardedConnector(this.guard, settings.DELIVERY_TIMEOUT_MS, connectorOptions),
      settings.DELIVERY_IN_FLIGHT,
    );
  }

  /** Why this URL may not be called, or nothing. */
  refusalOf(url: string, livemode: boolean): string | undefined {
    return refusalOf(url, livemode, this.guard);
  }

  /** Never throws: what went wrong is part of the answer. */
  post(
    url: string,
    headers: Record<string, string>,
    body: Buffer,
    options?: OutboundOptions,
  ): Promise<OutboundAnswer> {
    return this.send({ method: 'POST', url, headers, body }, options);
  }

  /** Never throws either. */
  get(url: string, headers: Record<string, string>, options?: OutboundOptions): Promise<OutboundAnswer> {
    return this.send({ method: 'GET', url, headers }, options);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.agent.destroy();
  }

  private async send(
    { url, ...request }: OutboundRequest,
    {
      timeoutMilliseconds = this.settings.DELIVERY_TIMEOUT_MS,
      responseLimitBytes = 65_536,
    }: OutboundOptions = {},
  ): Promise<OutboundAnswer> {
    const started = performance.now();
    const call = new OutboundCall(timeoutMilliseconds, responseLimitBytes);
    const deadlines = this.deadlinesOf(timeoutMilliseconds);
    deadlines.begin(call);
    try {
      const { origin, pathname, search } = new URL(url);
      this.agent.send({ origin, path: pathname + search, ...request, call });
    } catch (error) {
      call.fail(error);
    }
    const result = (await call.ended) as OutboundAnswer;
    deadlines.end(call);
    result.durationMilliseconds = Math.round(performance.now() - started);
    return result;
  }

  private deadlinesOf(limitMilliseconds: number): Deadlines {
    let deadlines = this.deadlines.get(limitMilliseconds);
    if (!deadlines) this.deadlines.set(limitMilliseconds, (deadlines = new Deadlines(limitMilliseconds)));
    return deadlines;
  }
}
