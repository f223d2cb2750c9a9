import { WakeUpQueue } from '../queue/wake-up-queue';
import { momentOf, RateCounts, RateLimit, RateMoment } from './rate-window';

/** Milliseconds; who waits for longer is better let through. */
const patience = 500;

/**
 * For each subject: its counters of the window before and of this one as keys; limit, weight of the former, how many requests, and when
 * to forget as arguments. Lets through as many as there is room for and counts those alone: who keeps knocking is not kept out by it.
 */
const script = `
  local answers = {}
  for at = 1, #KEYS / 2 do
    local maximum, weight, wanted, expiry = unpack(ARGV, at * 4 - 3, at * 4)
    local previous = tonumber(redis.call('GET', KEYS[at * 2 - 1]) or '0')
    local current = tonumber(redis.call('GET', KEYS[at * 2]) or '0')
    local room = math.floor(maximum - previous * weight - current + 1e-9)
    local taken = math.max(0, math.min(tonumber(wanted), room))
    if taken > 0 then
      redis.call('INCRBY', KEYS[at * 2], taken)
      redis.call('EXPIRE', KEYS[at * 2], expiry)
    end
    answers[at * 3 - 2], answers[at * 3 - 1], answers[at * 3] = previous, current, taken
  end
  return answers`;

interface Question {
  keys: [previous: string, current: string];
  limit: RateLimit;
  moment: RateMoment;
  wanted: number;
}

interface Batch {
  questions: Map<string, Question>;
  answered: Promise<Map<string, { before: RateCounts; taken: number }>>;
}

/** The state of one subject after one of its requests. */
export interface Counted {
  counts: RateCounts;
  moment: RateMoment;
  allowed: boolean;
}

/**
 * The counters of all processes, in Redis. One call of a process is in the air at a time; what is asked meanwhile goes with the next one, so
 * that a busy process pays for one call and not for one a request.
 */
export class RateCounters {
  private inTheAir: Promise<unknown> = Promise.resolve();
  private next?: Batch;

  constructor(
    private readonly queue: WakeUpQueue,
    private readonly prefix: string,
  ) {}

  /** Throws when Redis does not answer in time. */
  async take(limit: RateLimit, subject: string, now: Date): Promise<Counted> {
    const moment = momentOf(limit, now);
    const name = `${this.prefix}:rate:${limit.name}:${subject}`;
    const key = `${name}:${moment.window}`;
    const batch = (this.next ??= this.open());
    const question = batch.questions.get(key) ?? {
      keys: [`${name}:${moment.window - 1}`, key],
      limit,
      moment,
      wanted: 0,
    };
    batch.questions.set(key, question);
    const place = ++question.wanted;
    const { before, taken } = (await batch.answered).get(key)!;
    const counts = { previous: before.previous, current: before.current + Math.min(place, taken) };
    return { counts, moment: question.moment, allowed: place <= taken };
  }

  private open(): Batch {
    const questions = new Map<string, Question>();
    const send = () => {
      this.next = undefined;
      return this.ask(questions);
    };
    const answered = this.inTheAir.then(send, send);
    this.inTheAir = answered;
    return { questions, answered };
  }

  private async ask(questions: Map<string, Question>) {
    const list = [...questions.values()];
    const parameters = list.flatMap(({ limit, moment, wanted }) => [
      limit.maximum,
      1 - moment.elapsed,
      wanted,
      2 * limit.windowSeconds,
    ]);
    const keys = list.flatMap((question) => question.keys);
    const numbers = await within(patience, this.queue.evaluate(script, keys, parameters));
    const answers = [...questions.keys()].map((key, at) => {
      const [previous, current, taken] = numbers.slice(at * 3, at * 3 + 3) as [number, number, number];
      return [key, { before: { previous, current }, taken }] as const;
    });
    return new Map(answers);
  }
}

async function within<Result>(milliseconds: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const impatience = new Promise<never>((_resolve, reject) => {
    // An answer that came while this process was busy is read before that is called late.
    const giveUp = () => setImmediate(() => reject(new Error('Redis does not answer')));
    timer = setTimeout(giveUp, milliseconds);
  });
  return Promise.race([work, impatience]).finally(() => clearTimeout(timer));
}
