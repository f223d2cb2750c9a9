import Bull from 'bull';
import { WakeUpQueue } from '../../src/core/queue/wake-up-queue';

const stopped: unknown[] = [];
const note = (error: unknown) => stopped.push(error);

beforeAll(() => void process.on('unhandledRejection', note));
afterAll(() => void process.off('unhandledRejection', note));

/** From before it reads, through its first read and a wake-up at work, to a read that blocks. */
const moments = [0, 1, 3, 5, 10, 20, 40, 80];

it('a process that ends stops reading at any moment without a rejection that nobody handles', async () => {
  const stop = async (milliseconds: number, nth: number) => {
    const bull = new Bull<{ id: string }>(`stops-${milliseconds}-${nth}`, process.env.REDIS_URL!);
    const queue = new WakeUpQueue(bull);
    const atWork = new Set<string>();
    queue.listen(20, async (id) => {
      atWork.add(id);
      await new Promise((resolve) => setTimeout(resolve, 5));
      atWork.delete(id);
    });
    if (nth % 2) await queue.announce('due');
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    await queue.stopListening();
    expect(atWork.size).toBe(0);
    await bull.close();
  };
  for (let round = 0; round < 5; round++) await Promise.all(moments.map((moment) => stop(moment, round)));
  await new Promise((resolve) => setImmediate(resolve));
  expect(stopped).toEqual([]);
});
