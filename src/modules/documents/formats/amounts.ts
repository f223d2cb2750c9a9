import Big from 'big.js';
import { Decimal } from './invoice';

/** Number or text as decimal text; the schema has refused what is neither. */
export function toDecimal(value: number | string): Decimal {
  return new Big(value).toFixed();
}

/** To cents, half towards positive infinity: the rounding of XPath, in which the official rules are written. */
export function roundToCents(value: Big): Big {
  const nearest = value.round(2, Big.roundHalfUp);
  // Big rounds half away from zero, which for a negative half is a cent too low.
  return value.minus(nearest).eq('0.005') ? nearest.plus('0.01') : nearest;
}

export function sum(values: Decimal[]): Big {
  return values.reduce((total, value) => total.plus(value), new Big(0));
}

/** Two decimals at least, since a person expects `100.00`; more only where they are there. */
export function toAmount(value: Big): Decimal {
  const text = value.toFixed();
  return (text.split('.')[1] ?? '').length > 2 ? text : value.toFixed(2);
}

export function decimalsOf(value: Decimal): number {
  return value.split('.')[1]?.length ?? 0;
}
