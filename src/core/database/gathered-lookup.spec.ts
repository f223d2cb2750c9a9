import { GatheredLookup } from './gathered-lookup';

/** A lookup whose queries end when they are told to. */
function controlled() {
  const queries: Array<{ keys: string[]; end: (found?: Record<string, number>) => void; fail: () => void }> =
    [];
  const lookup = new GatheredLookup<number>(
    (keys) =>
      new Promise((resolve, reject) => {
        const end = (found: Record<string, number> = {}) => resolve(new Map(Object.entries(found)));
        queries.push({ keys, end, fail: () => reject(new Error('gone')) });
      }),
  );
  return { queries, lookup };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

it('asks once for all that is asked at the same time, and gives each its own', async () => {
  const { queries, lookup } = controlled();
  const answers = Promise.all([lookup.get('a'), lookup.get('b'), lookup.get('a'), lookup.get('c')]);
  await turn();
  expect(queries.map(({ keys }) => keys)).toEqual([['a', 'b', 'c']]);
  queries[0]!.end({ a: 1, b: 2 });
  expect(await answers).toEqual([1, 2, 1, undefined]);
});

it('never answers by a query that began before the question', async () => {
  const { queries, lookup } = controlled();
  const early = lookup.get('a');
  await turn();
  const late = Promise.all([lookup.get('a'), lookup.get('b')]);
  await turn();
  expect(queries).toHaveLength(1);
  queries[0]!.end({ a: 1 });
  expect(await early).toBe(1);
  await turn();
  expect(queries[1]!.keys).toEqual(['a', 'b']);
  queries[1]!.end({ b: 2 });
  expect(await late).toEqual([undefined, 2]);
});

it('a query that fails fails for those who asked it alone', async () => {
  const { queries, lookup } = controlled();
  const failing = lookup.get('a');
  await turn();
  const next = lookup.get('a');
  queries[0]!.fail();
  await expect(failing).rejects.toThrow('gone');
  await turn();
  queries[1]!.end({ a: 1 });
  expect(await next).toBe(1);
});
