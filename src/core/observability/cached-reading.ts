import { Logger } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { rejectAfter } from '../clock/deadline';

const usuallyKept = 5_000;
const patienceMilliseconds = 2_000;

/**
 * A reading of the database that gauges and readiness share: taken once in five seconds at most, or as said, however many ask. One that fails or
 * takes long is undefined for as long, so that who asks is neither held up nor makes a busy database busier.
 */
export class CachedReading<Reading> {
  private readonly logger = new Logger('Readings');
  private reading?: Promise<Reading | undefined>;
  private takenAt = 0;

  constructor(
    private readonly name: string,
    private readonly clock: Clock,
    private readonly take: (now: Date) => Promise<Reading>,
    private readonly keptMilliseconds = usuallyKept,
  ) {}

  get(): Promise<Reading | undefined> {
    const now = this.clock.now();
    const age = now.getTime() - this.takenAt;
    // A clock that was set back must not keep a reading for longer.
    if (!this.reading || age >= this.keptMilliseconds || age < 0) {
      this.takenAt = now.getTime();
      this.reading = this.taken(now);
    }
    return this.reading;
  }

  private async taken(now: Date): Promise<Reading | undefined> {
    try {
      return await Promise.race([this.take(now), rejectAfter(patienceMilliseconds)]);
    } catch (error) {
      this.logger.warn(`${this.name} cannot be read: ${(error as Error).message}`);
      return undefined;
    }
  }
}
