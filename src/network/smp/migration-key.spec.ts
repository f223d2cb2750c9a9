import { joinKeys, keyOf, newMigrationKey } from './migration-key';

describe('migration keys', () => {
  it('are as the SML asks: two of each kind, 8 to 24 characters, no two alike', () => {
    const keys = Array.from({ length: 200 }, newMigrationKey);
    expect(new Set(keys).size).toBe(200);
    for (const key of keys) {
      expect(key).toHaveLength(20);
      for (const kind of [/[A-Z]/g, /[a-z]/g, /[0-9]/g, /[@#$()*^\-!~]/g])
        expect(key.match(kind)!.length).toBeGreaterThanOrEqual(2);
    }
  });

  it('of several ids travel as one text', () => {
    const text = joinKeys(
      new Map([
        ['0208:0123456749', 'first'],
        ['9925:BE0123456749', 'second='],
      ]),
    );
    expect(text).toBe('0208:0123456749=first 9925:be0123456749=second=');
    expect([keyOf('0208:0123456749', text), keyOf('9925:be0123456749', text)]).toEqual(['first', 'second=']);
  });

  it('of one id stand alone, and serve for every id', () => {
    expect(joinKeys(new Map([['0208:0123456749', 'only=']]))).toBe('only=');
    expect(keyOf('9925:BE0123456749', 'only=')).toBe('only=');
  });
});
