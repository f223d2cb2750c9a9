import { LimitedWorker, taskLimits } from './limited-worker';

const required = Array.from({ length: 190 }, (_, index) => `name${index}`);
/** Millions of violations. */
const hungry = {
  schema: JSON.stringify({ items: { required } }),
  parameters: JSON.stringify(Array(20_000).fill({})),
};

describe('LimitedWorker', () => {
  it('is lost with a task that takes more memory than it may', async () => {
    const memory = { maxOldGenerationSizeMb: 40, maxYoungGenerationSizeMb: 4 };
    const worker = new LimitedWorker({ ...taskLimits, memory, matchMilliseconds: 25_000 });
    expect(await worker.run({ schema: '{}' })).toEqual({});
    expect(await worker.run(hungry)).toEqual({ exceeded: 'complexity' });
    expect(worker.isLost).toBe(true);
  });

  it('does one task after the other until it is ended', async () => {
    const worker = new LimitedWorker();
    expect(await worker.run({ schema: '{"type":"wat"}' })).toEqual({ problem: expect.any(String) });
    expect(await worker.run({ schema: '{"type":"array"}', parameters: '[]' })).toEqual({});
    await worker.end();
    expect(worker.isLost).toBe(true);
  });
});
