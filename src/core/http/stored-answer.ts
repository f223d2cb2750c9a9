/** An answer that an earlier request with the same Idempotency-Key was given; sent again as it was. */
export class StoredAnswer extends Error {
  constructor(
    readonly status: number,
    readonly body: unknown,
  ) {
    super('stored answer');
  }
}
