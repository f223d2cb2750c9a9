/** One id that follows from a VAT number: what its national part must look like, and the value made of it. */
interface Rule {
  scheme: string;
  /** What follows the country's two letters. */
  national: RegExp;
  value: string;
}

const whole = /^.+$/;

/** A scheme whose value is the VAT number itself. */
const vatScheme = (prefix: string, scheme: string): Rule[] => [
  { scheme, national: whole, value: `${prefix}$&` },
];

/** By the first two letters of a VAT number: the scheme to publish first, then aliases. Codes of Peppol's list v9.7. */
const rules: Readonly<Record<string, Rule[]>> = {
  FR: [
    { scheme: '0225', national: /^[0-9A-Z]{2}(\d{9})$/, value: '$1' },
    { scheme: '0002', national: /^[0-9A-Z]{2}(\d{9})$/, value: '$1' },
    ...vatScheme('FR', '9957'),
  ],
  BE: [
    { scheme: '0208', national: /^\d{10}$/, value: '$&' },
    // Numbers from before 2005 lack the leading zero.
    { scheme: '0208', national: /^\d{9}$/, value: '0$&' },
    ...vatScheme('BE', '9925'),
  ],
  IT: vatScheme('IT', '0211'),
  DE: vatScheme('DE', '9930'),
  NL: vatScheme('NL', '9944'),
  LU: vatScheme('LU', '9938'),
  ES: vatScheme('ES', '9920'),
  PT: vatScheme('PT', '9946'),
  AT: vatScheme('AT', '9914'),
  PL: vatScheme('PL', '9945'),
  CZ: vatScheme('CZ', '9929'),
  HU: vatScheme('HU', '9910'),
  RO: vatScheme('RO', '9947'),
  BG: vatScheme('BG', '9926'),
  HR: vatScheme('HR', '9934'),
  SI: vatScheme('SI', '9949'),
  CY: vatScheme('CY', '9928'),
  MT: vatScheme('MT', '9943'),
  EL: vatScheme('EL', '9933'),
  GR: vatScheme('EL', '9933'),
  IE: vatScheme('IE', '9935'),
  MC: vatScheme('MC', '9940'),
  GB: vatScheme('GB', '9932'),
  AD: vatScheme('AD', '9922'),
  AL: vatScheme('AL', '9923'),
  BA: vatScheme('BA', '9924'),
  MK: vatScheme('MK', '9942'),
  ME: vatScheme('ME', '9941'),
  RS: vatScheme('RS', '9948'),
  SM: vatScheme('SM', '9951'),
  TR: vatScheme('TR', '9952'),
  VA: vatScheme('VA', '9953'),
  LI: vatScheme('LI', '9936'),
  SK: [{ scheme: '0245', national: /^\d{10}$/, value: '$&' }, ...vatScheme('SK', '9950')],
  EE: vatScheme('EE', '9931'),
  LV: vatScheme('LV', '9939'),
  LT: vatScheme('LT', '9937'),
  SE: [{ scheme: '0007', national: /^(\d{10})\d{2}$/, value: '$1' }],
  DK: [
    { scheme: '0184', national: /^\d{8}$/, value: '$&' },
    { scheme: '0198', national: /^\d{8}$/, value: 'DK$&' },
  ],
  NO: [{ scheme: '0192', national: /^(\d{9})(MVA)?$/, value: '$1' }],
  FI: [{ scheme: '0216', national: /^\d{8}$/, value: '0037$&' }],
  CH: [{ scheme: '9927', national: /^(E\d{9})(IVA|TVA|MWST)?$/, value: 'CH$1' }],
};

/** Two capital letters, then capital letters and digits; 20 characters are more than any country uses. */
export const vatShape = /^[A-Z]{2}[A-Z0-9]{1,18}$/;

/** ISO 3166 code of the country that gave a VAT number; undefined for one whose ids we cannot tell. */
export function countryOf(vatNumber: string): string | undefined {
  const prefix = vatNumber.slice(0, 2);
  if (!Object.hasOwn(rules, prefix)) return undefined;
  return prefix === 'EL' ? 'GR' : prefix;
}

/**
 * The `scheme:value` ids that follow from a VAT number of a known country, the one to show first; none when the number does not
 * have its country's form. In test mode any form will do, and French companies show 0009 as the onboarding kit prints it.
 */
export function participantIds(vatNumber: string, livemode: boolean): string[] {
  const national = vatNumber.slice(2);
  const applicable = rules[vatNumber.slice(0, 2)] ?? [];
  const ids = applicable
    .filter((rule) => rule.national.test(national))
    .map((rule) => `${rule.scheme}:${national.replace(rule.national, rule.value)}`);
  if (livemode) return ids;
  if (vatNumber.startsWith('FR')) return [`0009:${vatNumber}`, ...ids];
  return ids.length > 0 ? ids : [`${applicable[0]!.scheme}:${vatNumber}`];
}
