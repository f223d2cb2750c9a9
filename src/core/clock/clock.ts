import { Injectable } from '@nestjs/common';

/** The only source of the time, so that tests and the sandbox can move it. */
export abstract class Clock {
  abstract now(): Date;
}

@Injectable()
export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}
