import Big from 'big.js';
import { Report } from './rule-violation';
import { isUntaxed, ruleFamily } from './vat-categories';

/** Lines are rule 05 of each category, allowances 06, charges 07. */
export function checkRate(
  category: string,
  rate: string,
  rule: '05' | '06' | '07',
  field: string,
  xpath: string,
  report: Report,
): void {
  const family = ruleFamily(category);
  if (category === 'S' && !new Big(rate).gt(0)) {
    const message = `Category S has the rate ${rate}; it must be above 0.`;
    report(`BR-S-${rule}`, field, xpath, message, 'Use category Z or E for what is not taxed.');
  } else if (isUntaxed(category) && !new Big(rate).eq(0)) {
    const message = `Category ${category} has the rate ${rate}; it must be 0.`;
    report(`BR-${family}-${rule}`, field, xpath, message, 'Set the rate to 0, or use category S.');
  } else if (family && new Big(rate).lt(0)) {
    const message = `Category ${category} has the rate ${rate}; it must not be below 0.`;
    report(`BR-${family}-${rule}`, field, xpath, message, 'Correct the rate.');
  }
}
