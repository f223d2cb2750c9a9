import { IncomingHttpHeaders } from 'node:http';
import { Dispatcher } from 'undici';
import { TimedOut } from './call-failure';
import { Connection, TlsFacts } from './connection';
import { explainFailure } from './explain-failure';

export interface CallResult {
  /** Absent when no whole answer came. */
  statusCode?: number;
  /** The answer up to the limit of the call. */
  body?: Buffer;
  /** Whether the answer was longer than what is kept of it. */
  truncated: boolean;
  retryAfter?: string;
  /** Why no answer came, in plain words. */
  error?: string;
  /** Where the socket that carried this call really led, also when the call failed after connecting. */
  remoteAddress?: string;
  tls?: TlsFacts;
}

/** One call on its way: gathers the answer up to a limit, and ends once, whatever happens first. */
export class OutboundCall implements Dispatcher.DispatchHandler {
  /** Set when a connection takes the call. */
  connection?: Connection;
  readonly ended: Promise<CallResult>;
  private end!: (result: CallResult) => void;
  private hasEnded = false;
  private controller?: Dispatcher.DispatchController;
  private statusCode?: number;
  private retryAfter?: string;
  private readonly chunks: Buffer[] = [];
  private length = 0;

  constructor(
    private readonly timeoutMilliseconds: number,
    private readonly responseLimitBytes: number,
  ) {
    this.ended = new Promise((resolve) => (this.end = resolve));
  }

  /** What is still unread stays so: the connection that would bring it is closed. */
  expire(): void {
    this.fail(new TimedOut(this.timeoutMilliseconds, this.phase()));
    this.abort();
  }

  fail(error: unknown): void {
    this.finish({ truncated: false, error: explainFailure(error, this.statusCode !== undefined) });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.hasEnded) this.abort();
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    statusCode: number,
    headers: IncomingHttpHeaders,
  ): void {
    if (statusCode < 200) return;
    this.statusCode = statusCode;
    this.retryAfter = headers['retry-after'];
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.chunks.push(chunk);
    this.length += chunk.length;
    if (this.length <= this.responseLimitBytes) return;
    this.succeed();
    this.abort();
  }

  onResponseEnd(): void {
    this.succeed();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.fail(error);
  }

  private succeed(): void {
    this.finish({
      statusCode: this.statusCode,
      body: Buffer.concat(this.chunks, Math.min(this.length, this.responseLimitBytes)),
      truncated: this.length > this.responseLimitBytes,
      retryAfter: this.retryAfter,
    });
  }

  private finish(result: CallResult): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    result.remoteAddress = this.connection?.remoteAddress;
    result.tls = this.connection?.tls;
    this.end(result);
  }

  private abort(): void {
    this.controller?.abort(new Error('ended'));
  }

  private phase(): string {
    if (!this.connection) return 'waiting for a free connection';
    if (!this.controller) return 'while connecting';
    return this.statusCode === undefined ? '' : 'in the middle of the answer';
  }
}
