import { newIdentifier } from './identifiers';

const at = (time: string) => new Date(`2026-04-25T${time}Z`);

describe('newIdentifier', () => {
  it('tells its kind and its time', () => {
    expect(newIdentifier('doc', at('10:00:00'))).toMatch(/^doc_01KQ219W80\w{16}$/);
  });

  it('rises within a millisecond, and while a clock is corrected by moments', () => {
    const ids = ['10:00:00', '10:00:00', '10:00:05', '10:00:01'].map((time) =>
      newIdentifier('evt', at(time)),
    );
    expect(ids).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(4);
  });

  it('begins anew when a clock is set back: an id that told another time would never grow old', () => {
    const [later, earlier] = [at('23:00:00'), at('10:00:00')].map((time) => newIdentifier('key', time));
    expect(earlier! < later!).toBe(true);
    expect(newIdentifier('key', at('10:00:00')) > earlier!).toBe(true);
  });
});
