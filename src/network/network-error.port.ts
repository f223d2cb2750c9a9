/** Why the network refused or could not do something; final refusals are not tried again. */
export class NetworkError extends Error {
  constructor(
    /** Stable code that becomes a document's `errorCode`, such as RECIPIENT_UNREACHABLE. */
    readonly code: string,
    message: string,
    readonly retryable: boolean,
  ) {
    super(message);
  }
}
