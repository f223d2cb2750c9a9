import { existsSync, readFileSync } from 'node:fs';
import { sharedPath } from '../../../test/support/shared';
import { countryOf, participantIds } from './participant-ids';
import { checkDigitsFit } from './vat-check-digits';

/** More numbers, where the project's shared vectors are at hand. */
const vectorFile = sharedPath('vectors/identifiers.json');
const vectors = existsSync(vectorFile)
  ? (JSON.parse(readFileSync(vectorFile, 'utf8')) as { vat: { valid: string[]; invalid: string[] } }).vat
  : { valid: [], invalid: [] };

const valid = [
  'FR86797978996',
  'BE0403170701',
  'BE1000003682',
  'IT00743110157',
  'DE136695976',
  'EL094259216',
  'CHE107787577IVA',
  'CHE107787577',
];
const invalid = ['FR86797978997', 'FRXX999999999', 'BE0123456789', 'IT12345678901', 'DE123456789'];

describe('checkDigitsFit', () => {
  it.each([...new Set([...valid, ...vectors.valid])])('accepts %s', (vatNumber) => {
    expect(checkDigitsFit(vatNumber, countryOf(vatNumber)!)).toBe(true);
    expect(participantIds(vatNumber, true)).not.toEqual([]);
  });

  it.each([...new Set([...invalid, ...vectors.invalid])])('refuses %s', (vatNumber) => {
    expect(checkDigitsFit(vatNumber, countryOf(vatNumber)!)).toBe(false);
  });

  it('has no rule for some countries', () => {
    expect(checkDigitsFit('VA1', 'VA')).toBe(true);
  });
});
