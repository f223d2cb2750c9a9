import { identify } from './identity';

describe('identify', () => {
  it('trims', () => {
    expect(identify(' FR86797978996\n', true)).toEqual({
      vatNumber: 'FR86797978996',
      country: 'FR',
      peppolId: '0225:797978996',
      peppolIds: ['0225:797978996', '0002:797978996', '9957:FR86797978996'],
    });
  });

  it('checks digits in live mode only', () => {
    expect(() => identify('BE0123456789', true)).toThrow('check digits');
    expect(identify('BE0123456789', false).peppolId).toBe('0208:0123456789');
  });

  it.each([
    ['fr86797978996', 'capital letters'],
    ['FR86 797978996', 'capital letters'],
    ['XX1234', 'begins with XX'],
  ])('refuses %s', (vatNumber, message) => {
    expect(() => identify(vatNumber, false)).toThrow(message);
    expect(() => identify(vatNumber, true)).toThrow(message);
  });

  it('refuses in live mode what has not the form of its country', () => {
    expect(() => identify('CHE107787577XX', true)).toThrow();
  });
});
