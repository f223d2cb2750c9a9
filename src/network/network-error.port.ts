import { Receipt } from './network-gateway.port';

/** Why the network refused or could not do something; final refusals are not tried again. */
export class NetworkError extends Error {
  constructor(
    /** Stable code that becomes a document's `errorCode`, such as RECIPIENT_UNREACHABLE. */
    readonly code: string,
    message: string,
    readonly retryable: boolean,
    /** What the other side said, where it said something. */
    readonly receipt?: Receipt,
  ) {
    super(message);
  }
}
