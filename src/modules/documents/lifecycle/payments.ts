import Big from 'big.js';
import { Decimal } from '../formats/invoice';
import { Payment } from '../formats/lifecycle-message';

/** How an account stands after payments. */
export interface Balance {
  full: boolean;
  /** What was paid beyond what was due, if anything. */
  excess?: Decimal;
}

export function totalOf(payments: readonly Payment[]): Decimal {
  return payments.reduce((total, { amount }) => total.plus(amount), new Big(0)).toFixed();
}

/** Exact: of what was due, what had been paid before, and what is paid now. */
export function balance(due: Decimal, before: Decimal, now: Decimal): Balance {
  const rest = new Big(due).minus(before).minus(now);
  return { full: rest.lte(0), excess: rest.lt(0) ? rest.abs().toFixed() : undefined };
}

export function isSamePayment(left: Payment, right: Payment): boolean {
  return (
    new Big(left.amount).eq(right.amount) &&
    left.currency === right.currency &&
    left.date === right.date &&
    left.vatRate === right.vatRate
  );
}
