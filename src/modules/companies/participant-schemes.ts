import { CheckRule } from './check-digits';

export type SchemeState = 'active' | 'deprecated' | 'removed';

/** One scheme of participant ids. */
export interface ParticipantScheme {
  /** Its name in the official list. */
  code: string;
  /** Of an id's value, in capitals. */
  form: RegExp;
  /** The form in words; empty where the list says nothing of it. */
  meaning: string;
  check?: CheckRule;
  state: SchemeState;
  /** Which scheme took the place of one that is not active any more. */
  successor?: string;
}

const anything = /^[A-Z0-9_.~-]+$/;
const digits = (count: number) => new RegExp(`^\\d{${count}}$`);

function scheme(code: string, form: RegExp = anything, meaning = '', check?: CheckRule): ParticipantScheme {
  return { code, form, meaning, check, state: 'active' };
}

const vat = (country: string, form?: RegExp, meaning = 'a VAT number') =>
  scheme(`${country}:VAT`, form ?? new RegExp(`^${country}[A-Z0-9]{2,18}$`), meaning, 'vat');

function former(state: SchemeState, code: string, successor?: string): ParticipantScheme {
  return { code, form: anything, meaning: '', state, successor };
}

/** Peppol's list of participant identifier schemes, v9.7; forms and check digits as it gives them. */
const schemes: Readonly<Record<string, ParticipantScheme>> = {
  '0002': scheme('FR:SIRENE', /^\d{9}(\d{5})?$/, 'a SIREN of 9 or a SIRET of 14 digits', 'siren'),
  '0007': scheme('SE:ORGNR', digits(10), '10 digits', 'orgnr-se'),
  '0009': scheme('FR:SIRET', digits(14), '14 digits', 'siren'),
  '0037': former('removed', 'FI:OVT', '0216'),
  '0060': scheme('DUNS', digits(9), '9 digits'),
  '0088': scheme('GLN', digits(13), '13 digits', 'gln'),
  '0096': scheme('DK:P', digits(10), '10 digits'),
  '0097': scheme('IT:FTI', /^\d{11,16}$/, '11 to 16 digits'),
  // The list asks for 17 digits, and for check digits that the Dutch register does not have: it gives out 8.
  '0106': scheme('NL:KVK', /^\d{8}(\d{4}|\d{9})?$/, '8 digits'),
  '0130': scheme('EU:NAL'),
  '0135': scheme('IT:SIA'),
  '0142': scheme('IT:SECETI'),
  '0151': scheme('AU:ABN', digits(11), '11 digits', 'abn'),
  '0158': scheme('SK:ICO', digits(8), '8 digits', 'ico'),
  '0183': scheme('CH:UIDB', /^CHE\d{9}$/, 'CHE and 9 digits', 'uid'),
  '0184': scheme('DK:DIGST', /^[1-9]\d{7}$/, '8 digits', 'cvr'),
  '0188': scheme('JP:SST', digits(13), '13 digits'),
  '0190': scheme('NL:OINO', digits(20), '20 digits'),
  '0191': scheme('EE:CC', /^[1789]\d{7}$/, '8 digits', 'registrikood'),
  '0192': scheme('NO:ORG', digits(9), '9 digits', 'orgnr-no'),
  '0193': former('deprecated', 'UBLBE', '0208'),
  '0195': scheme('SG:UEN', /^[A-Z]{2}[A-Z]{3}[0-9A-Z]{9,11}$/, 'SG, the kind of id and a UEN'),
  '0196': scheme('IS:KTNR', digits(10), '10 digits', 'kennitala'),
  '0198': scheme('DK:ERST', /^DK\d{8}$/, 'DK and 8 digits', 'cvr'),
  '0199': scheme('LEI', /^[A-Z0-9]{18}\d{2}$/, '18 letters or digits and 2 digits', 'lei'),
  '0200': scheme('LT:LEC', digits(9), '9 digits'),
  '0201': scheme('IT:CUUO', /^[0-9A-Z]{6}$/, '6 letters or digits'),
  '0204': scheme('DE:LWID', /^\d{2,12}(-[0-9A-Z]{0,30})?-\d{2}$/, 'a Leitweg-ID such as 04011000-1234512345-06', 'leitweg'),
  '0205': scheme('IT:COD', /^[0-9A-Z]{7}$/, '7 letters or digits'),
  '0208': scheme('BE:EN', /^[01]\d{9}$/, '10 digits of which the first is 0 or 1', 'vat-be'),
  '0209': scheme('GS1'),
  '0210': scheme('IT:CFI', /^(\d{11}|[A-Z0-9]{16})$/, '11 digits or 16 letters and digits', 'codice-fiscale'),
  '0211': scheme('IT:IVA', /^IT\d{11}$/, 'IT and 11 digits', 'vat'),
  '0212': former('removed', 'FI:ORG', '0216'),
  '0213': former('removed', 'FI:VAT', '0216'),
  '0215': former('removed', 'FI:NSI', '0216'),
  '0216': scheme('FI:OVT2', /^0037\d{8}[0-9A-Z]{0,5}$/, '0037 and 8 digits', 'ovt'),
  '0218': scheme('LV:URN', /^\d{9}(\d{2})?$/, '9 or 11 digits'),
  '0221': scheme('JP:IIN', /^T\d{13}$/, 'T and 13 digits'),
  '0225': scheme('FR:CTC', /^[A-Z0-9_-]{1,130}$/, 'a SIREN, which a SIRET or another suffix may follow', 'siren-first'),
  '0230': scheme('MY:EIF'),
  '0235': scheme('AE:TIN', /^1\d{9}$/, '10 digits of which the first is 1'),
  '0240': scheme('LU:MAT', digits(11), '11 digits'),
  '0242': scheme('SPIS', /^\d{6}(-[0-9A-Z_]{3,12}(\.[0-9A-Z._~-]{3,24})?)?$/, '6 digits, which a suffix may follow'),
  '0244': scheme('NG:TID', digits(13), '13 digits'),
  '0245': scheme('SK:DIC', digits(10), '10 digits', 'dic'),
  '0246': scheme('DE:GEBA', /^DE\d{9}(-\d{5})?(\.[0-9A-Z]{1,8})?$/, 'DE and 9 digits'),
  '0248': scheme('OM:VAT', /^OM\d{10}$/, 'OM and 10 digits'),
  '9901': former('removed', 'DK:CPR'),
  '9902': former('removed', 'DK:CVR', '0184'),
  '9904': former('removed', 'DK:SE', '0198'),
  '9905': former('removed', 'DK:VANS'),
  '9906': former('removed', 'IT:VAT', '0211'),
  '9907': former('removed', 'IT:CF', '0210'),
  '9908': former('removed', 'NO:ORGNR', '0192'),
  '9909': former('deprecated', 'NO:VAT', '0192'),
  '9910': vat('HU', /^HU\d{8}$/, 'HU and 8 digits'),
  '9912': former('deprecated', 'EU:VAT'),
  '9913': scheme('EU:REID'),
  '9914': vat('AT'),
  '9915': scheme('AT:GOV', /^[A-Z][A-Z0-9]*$/, 'a letter, then letters and digits'),
  '9916': former('deprecated', 'AT:CID'),
  '9917': former('deprecated', 'IS:KT', '0196'),
  '9918': scheme('IBAN', /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/, 'an IBAN', 'iban'),
  '9919': scheme('AT:KUR', /^[A-Z]\d{3}[A-Z]\d{3}[A-Z]$/, '9 letters and digits such as R999A999Z'),
  '9920': vat('ES'),
  '9921': former('removed', 'IT:IPA', '0201'),
  '9922': vat('AD'),
  '9923': vat('AL'),
  '9924': vat('BA'),
  '9925': vat('BE', /^BE[01]?\d{9}$/, 'BE and 10 digits'),
  '9926': vat('BG'),
  '9927': scheme('CH:VAT', /^CHE\d{9}$/, 'CHE and 9 digits', 'uid'),
  '9928': vat('CY'),
  '9929': vat('CZ'),
  '9930': vat('DE', /^DE\d{9}$/, 'DE and 9 digits'),
  '9931': vat('EE'),
  '9932': vat('GB'),
  '9933': vat('GR', /^EL\d{9}$/, 'EL and 9 digits'),
  '9934': vat('HR'),
  '9935': vat('IE'),
  '9936': vat('LI'),
  '9937': vat('LT'),
  '9938': vat('LU', /^LU\d{8}$/, 'LU and 8 digits'),
  '9939': vat('LV'),
  '9940': vat('MC', /^(MC|FR)[0-9A-Z]{2}\d{9}$/),
  '9941': vat('ME'),
  '9942': vat('MK'),
  '9943': vat('MT'),
  '9944': vat('NL', /^NL\d{9}B\d{2}$/, 'NL, 9 digits, B and 2 digits'),
  '9945': vat('PL'),
  '9946': vat('PT'),
  '9947': vat('RO'),
  '9948': vat('RS'),
  '9949': vat('SI'),
  '9950': vat('SK'),
  '9951': vat('SM'),
  '9952': vat('TR'),
  '9953': vat('VA'),
  '9954': former('removed', 'NL:OIN', '0190'),
  '9955': former('removed', 'SE:VAT', '0007'),
  '9956': former('removed', 'BE:CBE', '0208'),
  '9957': vat('FR', /^FR[0-9A-Z]{2}\d{9}$/, 'FR, 2 letters or digits and 9 digits'),
  '9958': former('removed', 'DE:LID', '0204'),
  '9959': scheme('US:EIN', digits(9), '9 digits'),
}; // prettier-ignore

/** Of a code such as 0208; undefined for one that is not on the list. */
export function schemeOf(code: string): ParticipantScheme | undefined {
  return Object.hasOwn(schemes, code) ? schemes[code] : undefined;
}

export const schemeCodes: readonly string[] = Object.keys(schemes);

/** By scheme, its country. */
export const countrySchemes: ReadonlyMap<string, string> = new Map(
  schemeCodes.flatMap((code) => {
    const country = countryOfParticipant(code);
    return country ? [[code, country] as const] : [];
  }),
);

/** The country whose scheme an id has, ISO 3166; undefined for international ones. */
export function countryOfParticipant(participantId: string): string | undefined {
  return /^([A-Z]{2}):/.exec(schemeOf(participantId.slice(0, 4))?.code ?? '')?.[1];
}
