import { inOrder } from './in-order';

it('gives the results in the order of the inputs, never working on more than it may', async () => {
  let running = 0;
  let most = 0;
  const work = async (input: number) => {
    most = Math.max(most, ++running);
    for (let turn = 0; turn < 10 - input; turn++) await Promise.resolve();
    running--;
    return input * 2;
  };
  const results: number[] = [];
  for await (const result of inOrder([1, 2, 3, 4, 5, 6, 7], 3, work)) results.push(result);
  expect(results).toEqual([2, 4, 6, 8, 10, 12, 14]);
  expect(most).toBe(3);
});

it('begins nothing more when nobody asks', async () => {
  const begun: number[] = [];
  const work = (input: number) => {
    begun.push(input);
    return Promise.resolve(input);
  };
  for await (const result of inOrder([1, 2, 3, 4, 5], 2, work)) if (result === 1) break;
  expect(begun).toEqual([1, 2]);
});
