import { fitsNationally } from './national-numbers';

/** Which of stdnum's validators is the VAT number's, by country; the others have none. */
const validators: Readonly<Record<string, string>> = {
  AD: 'nrt', AL: 'nipt', AT: 'uid', BE: 'vat', BG: 'vat', CH: 'uid', CY: 'vat', CZ: 'dic', DE: 'vat', DK: 'cvr', EE: 'kmkr',
  ES: 'nif', FI: 'alv', FR: 'tva', GB: 'vat', GR: 'vat', HR: 'oib', HU: 'anum', IE: 'vat', IT: 'iva', LT: 'pvm', LU: 'tva',
  LV: 'pvn', MC: 'tva', ME: 'pib', MK: 'edb', MT: 'vat', NL: 'btw', NO: 'mva', PL: 'nip', PT: 'nif', RO: 'cif', RS: 'pib',
  SE: 'vat', SI: 'ddv', SK: 'dph', SM: 'coe', TR: 'vkn',
}; // prettier-ignore

/** Whether the number passes the rule of its country; true for countries without a rule. */
export function checkDigitsFit(vatNumber: string, country: string): boolean {
  const validator = validators[country];
  if (!validator) return true;
  // The Swiss one is checked whole, without the tax that may follow it in one of three languages.
  const national = country === 'CH' ? vatNumber.replace(/(IVA|TVA|MWST)$/, '') : vatNumber.slice(2);
  return fitsNationally(country, validator, national);
}
