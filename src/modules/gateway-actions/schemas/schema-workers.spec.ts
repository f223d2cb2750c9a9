import { SchemaWorkers } from './schema-workers';

const catastrophic = { properties: { text: { pattern: '^(a+)+$' } } };
const stuck = { text: `${'a'.repeat(60)}!` };
/** Each definition asks for the next one twice: 2^30 matches. */
const multiplying = {
  $ref: '#/definitions/0',
  definitions: {
    ...Array.from({ length: 31 }, (_, level) => {
      const next = { $ref: `#/definitions/${level + 1}` };
      return level === 30 ? {} : { allOf: [next, next] };
    }),
  },
};

let workers: SchemaWorkers;
beforeAll(() => (workers = new SchemaWorkers()));
afterAll(() => workers.onApplicationShutdown());

/** How often the event loop comes round until that has ended. */
async function turnsOfTheLoopDuring(work: Promise<unknown>): Promise<number> {
  let turns = 0;
  let over = false;
  const count = () => {
    turns++;
    if (!over) setImmediate(count);
  };
  setImmediate(count);
  await work;
  over = true;
  return turns;
}

describe('SchemaWorkers', () => {
  it('tells why a schema cannot be used', async () => {
    expect(await workers.check({ type: 'object' }, 'a')).toBeUndefined();
    expect(await workers.check({ type: 'wat' }, 'a')).toMatch(/json_schema\/type/);
    expect(await workers.check({ $ref: 'https://example.com/a' }, 'a')).toMatch(/nothing is fetched/);
  });

  it('tells every violation, a hundred at most', async () => {
    const schema = { required: ['to'], properties: { list: { items: { type: 'string' } } } };
    expect(await workers.violations(schema, { to: 1 }, 'a')).toEqual([]);
    expect(await workers.violations(schema, { list: ['a', 1] }, 'a')).toEqual([
      { field: 'parameters.to', rule: 'required', message: 'is required' },
      { field: 'parameters.list[1]', rule: 'type', message: 'must be a text' },
    ]);
    expect(await workers.violations(schema, { list: Array(1_000).fill(1) }, 'a')).toHaveLength(100);
  });

  it('tells the first violation of parameters that are large', async () => {
    const schema = { items: { allOf: Array.from({ length: 500 }, () => ({ type: 'string' })) } };
    expect(await workers.violations(schema, Array(500_000).fill(1), 'a')).toHaveLength(1);
  });

  it('compiles the largest schema that is allowed', async () => {
    const schema = { allOf: Array.from({ length: 1_999 }, () => ({ type: 'object' })) };
    expect(await workers.check(schema, 'a')).toBeUndefined();
  });

  it('leaves the server and other organizations alone while a pattern never ends', async () => {
    await Promise.all([workers.check({}, 'slow'), workers.check({}, 'other')]);
    const order: string[] = [];
    const slow = workers.violations(catastrophic, stuck, 'slow').finally(() => order.push('slow'));
    const next = workers.violations(catastrophic, stuck, 'slow');
    const other = workers
      .violations(catastrophic, { text: 'aaa' }, 'other')
      .finally(() => order.push('other'));
    expect(await turnsOfTheLoopDuring(Promise.all([slow, next]))).toBeGreaterThan(1_000);
    expect(order).toEqual(['other', 'slow']);
    expect(await other).toEqual([]);
    const tooLong = {
      field: 'parameters',
      rule: 'time_limit',
      message: expect.stringMatching(/took too long/),
    };
    expect([await slow, await next]).toEqual([[tooLong], [tooLong]]);
    expect(await workers.violations(catastrophic, { text: 'b' }, 'slow')).toHaveLength(1);
  });

  it('refuses references that never end, or multiply', async () => {
    expect(await workers.check({ $ref: '#' }, 'a')).toBe('is too complex');
    expect(await workers.check(multiplying, 'a')).toMatch(/took too long/);
    const children = { properties: { child: { allOf: [{ $ref: '#' }] } } };
    expect(await workers.check(children, 'a')).toBeUndefined();
  });

  it('ends a worker that is asked for millions of violations, and no more than that', async () => {
    const allOf = Array.from({ length: 1_900 }, () => ({ type: 'string' }));
    const violations = await workers.violations({ items: { allOf } }, Array(32_000).fill(1), 'a');
    expect(violations).toEqual([
      {
        field: 'parameters',
        rule: expect.stringMatching(/complexity|time_limit/),
        message: expect.any(String),
      },
    ]);
    expect(await workers.violations({ type: 'object' }, {}, 'a')).toEqual([]);
  });

  it('leaves what waits without an answer, but not for ever, when it is shut down', async () => {
    const own = new SchemaWorkers();
    const slow = own.violations(catastrophic, stuck, 'slow');
    await own.check({}, 'other');
    await Promise.all([expect(slow).rejects.toThrow('the worker has ended'), own.onApplicationShutdown()]);
  });
});
