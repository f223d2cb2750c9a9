import { Clock } from '../../core/clock/clock';
import { NetworkError } from '../network-error.port';
import { CircuitBreaker } from './circuit-breaker';

class StillClock extends Clock {
  seconds = 0;

  now(): Date {
    return new Date(this.seconds * 1_000);
  }
}

const outage = () => Promise.reject(new NetworkError('UPSTREAM_UNAVAILABLE', 'down', true));
const refusal = () => Promise.reject(new NetworkError('RECIPIENT_UNREACHABLE', 'nobody', false));
const answer = () => Promise.resolve('here');

describe('CircuitBreaker', () => {
  let clock: StillClock;
  let closed: number;
  let breaker: CircuitBreaker;

  beforeEach(() => {
    clock = new StillClock();
    closed = 0;
    const options = { name: 'access point', failures: 3, resetMilliseconds: 30_000 };
    breaker = new CircuitBreaker(options, clock, () => closed++);
  });
  afterEach(() => breaker.stop());

  const fail = async (times: number) => {
    for (let count = 0; count < times; count++) await expect(breaker.run(outage)).rejects.toThrow('down');
  };

  it('gives what the work gives, and lets its errors through', async () => {
    await expect(breaker.run(answer)).resolves.toBe('here');
    await expect(breaker.run(refusal)).rejects.toThrow('nobody');
    expect(breaker.state).toBe('closed');
  });

  it('opens after so many failures, and then calls nobody', async () => {
    await fail(2);
    expect(breaker.state).toBe('closed');
    await fail(1);
    expect(breaker.state).toBe('open');
    const work = jest.fn(answer);
    await expect(breaker.run(work)).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', retryable: true });
    expect(work).not.toHaveBeenCalled();
  });

  it('takes a final refusal for an answer, and failures between many answers for bad luck', async () => {
    for (let count = 0; count < 5; count++) await expect(breaker.run(refusal)).rejects.toThrow('nobody');
    await fail(3);
    expect(breaker.state).toBe('closed');
  });

  it('lets one call try when the clock says so, and closes when that one is answered', async () => {
    await fail(3);
    clock.seconds = 29;
    await expect(breaker.run(answer)).rejects.toThrow('not called at present');
    clock.seconds = 30;
    let arrive!: (value: string) => void;
    const trial = breaker.run(() => new Promise<string>((resolve) => (arrive = resolve)));
    expect(breaker.state).toBe('half_open');
    const work = jest.fn(answer);
    const other = breaker.run(work);
    await Promise.resolve();
    expect(work).not.toHaveBeenCalled();
    arrive('late');
    await expect(Promise.all([trial, other])).resolves.toEqual(['late', 'here']);
    expect([breaker.state, closed]).toEqual(['closed', 1]);
    await expect(breaker.run(answer)).resolves.toBe('here');
  });

  it('rests as long again when the trial fails', async () => {
    await fail(3);
    clock.seconds = 30;
    const trial = fail(1);
    await expect(breaker.run(answer)).rejects.toThrow('not called at present');
    await trial;
    expect(breaker.state).toBe('open');
    clock.seconds = 59;
    await expect(breaker.run(answer)).rejects.toThrow('not called at present');
    clock.seconds = 60;
    await expect(breaker.run(answer)).resolves.toBe('here');
    expect(closed).toBe(1);
  });
});
