/** Keeps a call from being answered; its message says why in plain words. */
export class CallFailure extends Error {}

export class AddressRefused extends CallFailure {
  constructor() {
    super('address not allowed');
  }
}

export class TimedOut extends CallFailure {
  constructor(limitMilliseconds: number, during = '') {
    super(`timed out after ${limitMilliseconds / 1_000} s ${during}`.trim());
  }
}
