import { Injectable } from '@nestjs/common';

/** How long the TLS port waits for its clients, in milliseconds. */
@Injectable()
export class TlsPatience {
  /** From the first byte to the end of the handshake. */
  readonly handshake: number = 10_000;
  /** From the end of the handshake, or the beginning of a request, to the end of its headers. */
  readonly headers: number = 30_000;
  /** To the end of its body. */
  readonly request: number = 300_000;
  /** Between an answer and the next request. */
  readonly keepAlive: number = 5_000;
  /** How often headers and requests are looked at. */
  readonly look: number = 5_000;
  /** What is being answered when the process ends. */
  readonly farewell: number = 3_000;
}
