import { Turns } from './turns';

describe('Turns', () => {
  it('serves owners in turn, each its items in order', () => {
    const turns = new Turns<number>();
    for (const item of [1, 2, 3]) turns.add('busy', item);
    turns.add('calm', 4);
    const served: unknown[] = [];
    for (let turn = turns.begin(); turn; turn = turns.begin()) {
      served.push(turn.item);
      turns.end(turn.owner);
    }
    expect(served).toEqual([1, 4, 2, 3]);
  });

  it('has one item of an owner under way', () => {
    const turns = new Turns<number>();
    turns.add('a', 1);
    turns.add('a', 2);
    expect(turns.begin()).toEqual({ owner: 'a', item: 1 });
    expect(turns.begin()).toBeUndefined();
    turns.end('a');
    expect(turns.begin()).toEqual({ owner: 'a', item: 2 });
  });
});
