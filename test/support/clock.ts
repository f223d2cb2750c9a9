import { Clock } from '../../src/core/clock/clock';

/** Real time plus what the test has advanced it by. */
export class TestClock extends Clock {
  private offsetMilliseconds = 0;

  now(): Date {
    return new Date(Date.now() + this.offsetMilliseconds);
  }

  advance(time: { hours?: number; minutes?: number; seconds?: number; milliseconds?: number }): void {
    const { hours = 0, minutes = 0, seconds = 0, milliseconds = 0 } = time;
    this.offsetMilliseconds += ((hours * 60 + minutes) * 60 + seconds) * 1_000 + milliseconds;
  }
}
