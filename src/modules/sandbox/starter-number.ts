import { randomInt } from 'node:crypto';

/** What follows the letters of a VAT number, with # for any digit. */
const forms = {
  FR: '###########',
  BE: '0#########',
  IT: '###########',
  DE: '#########',
  NL: '#########B##',
  LU: '########',
  ES: 'B########',
  PT: '#########',
  AT: 'U########',
  PL: '##########',
} as const;

export type StarterCountry = keyof typeof forms;

export const starterCountries = Object.keys(forms) as StarterCountry[];

/** A made-up VAT number. Its check digits may be wrong, as those of any number may be in test mode. */
export function starterNumber(country: StarterCountry): string {
  return country + forms[country].replace(/#/g, () => String(randomInt(10)));
}
