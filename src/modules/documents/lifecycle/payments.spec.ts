import { balance, isSamePayment, totalOf } from './payments';

const payment = { amount: '1.10', currency: 'EUR', date: '2026-05-01', vatRate: undefined };

describe('payments', () => {
  it('adds up exactly', () => {
    expect(totalOf([])).toBe('0');
    expect(totalOf(['0.1', '0.2', '0.000001'].map((amount) => ({ ...payment, amount })))).toBe('0.300001');
  });

  it('is full at the last cent, and says what is too much', () => {
    expect(balance('1215.00', '1000', '214.99')).toEqual({ full: false, excess: undefined });
    expect(balance('1215.00', '1000', '215')).toEqual({ full: true, excess: undefined });
    expect(balance('1215.00', '1000', '215.01')).toEqual({ full: true, excess: '0.01' });
    expect(balance('0', '0', '0')).toEqual({ full: true, excess: undefined });
  });

  it('knows a repeat by all its parts', () => {
    expect(isSamePayment(payment, { ...payment, amount: '1.1' })).toBe(true);
    for (const other of [{ amount: '1.11' }, { currency: 'USD' }, { date: '2026-05-02' }, { vatRate: '20' }])
      expect(isSamePayment(payment, { ...payment, ...other })).toBe(false);
  });
});
