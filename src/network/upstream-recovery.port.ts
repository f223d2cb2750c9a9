/** Tells when an upstream that did not answer does again, so that what waits for it need not wait longer. */
export abstract class UpstreamRecovery {
  /** Called once for each recovery, in the process that noticed it; what the handler throws is logged. */
  abstract onRecovered(handle: (upstream: string) => Promise<void>): void;
}
