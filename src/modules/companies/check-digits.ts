import { fitsNationally } from './national-numbers';
import { countryOf } from './participant-ids';
import { checkDigitsFit } from './vat-check-digits';

/** How the check digits of a scheme's values are made. */
export type CheckRule = keyof typeof rules;

const national =
  (country: string, validator: string, from = 0) =>
  (value: string) =>
    fitsNationally(country, validator, value.slice(from));

const rules = {
  'gln': (value: string) => weighted(value) % 10 === 0,
  'lei': (value: string) => remainder97(value) === 1,
  'iban': (value: string) => remainder97(value.slice(4) + value.slice(0, 4)) === 1,
  'leitweg': (value: string) => remainder97(value.replaceAll('-', '')) === 1,
  'siren': (value: string) => fitsNationally('FR', value.length === 9 ? 'siren' : 'siret', value),
  // An address in France begins with the SIREN; what follows is the addressee's own.
  'siren-first': (value: string) => /^\d{9}(?!\d)/.test(value) && fitsNationally('FR', 'siren', value.slice(0, 9)),
  'orgnr-se': national('SE', 'orgnr'),
  'orgnr-no': national('NO', 'orgnr'),
  'abn': national('AU', 'abn'),
  'ico': national('CZ', 'ico'),
  'uid': national('CH', 'uid'),
  'cvr': (value: string) => fitsNationally('DK', 'cvr', value.replace(/^DK/, '')),
  'registrikood': national('EE', 'registrikood'),
  'kennitala': national('IS', 'kennitala'),
  'codice-fiscale': (value: string) =>
    value.length === 11 ? fitsNationally('IT', 'iva', value) : fitsNationally('IT', 'codicefiscale', value),
  'ovt': (value: string) => fitsNationally('FI', 'ytunnus', value.slice(4, 12)),
  'dic': national('SK', 'dph'),
  'vat-be': national('BE', 'vat'),
  'vat': (value: string) => {
    const country = countryOf(value);
    return country === undefined || checkDigitsFit(value, country);
  },
} satisfies Record<string, (value: string) => boolean>; // prettier-ignore

/** The value has the form of its scheme already. */
export function passesCheck(rule: CheckRule, value: string): boolean {
  return rules[rule](value);
}

/** From the right, every second digit counts three times. */
function weighted(value: string): number {
  return [...value].reverse().reduce((sum, digit, at) => sum + Number(digit) * (at % 2 === 0 ? 1 : 3), 0);
}

/** ISO 7064, MOD 97-10: letters count from A = 10. */
function remainder97(value: string): number {
  let remainder = 0;
  for (const character of value) {
    const number = parseInt(character, 36);
    remainder = (remainder * (number > 9 ? 100 : 10) + number) % 97;
  }
  return remainder;
}
