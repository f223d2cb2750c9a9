import { existsSync, readFileSync } from 'node:fs';
import { sharedPath } from '../../../test/support/shared';
import { participantIds } from './participant-ids';
import { participantFormProblem, participantProblem } from './participant-problem';

describe('participantProblem', () => {
  it.each([
    '0225:797978996',
    '0225:797978996_suffix-1',
    '0002:797978996',
    '0009:35600000000048',
    '9957:fr86797978996',
    '0208:0403170701',
    '0211:IT00743110157',
    '9930:DE136695976',
    '0088:5790000435968',
    '0199:529900T8BM49AURSDO55',
    '0204:04011000-1234512345-06',
    '0106:12345678',
    '0216:003720774740',
    '0192:995525828',
    '0184:13585628',
    '0007:5561888404',
    '0183:CHE107787577',
    '0151:83914571673',
    '9918:DE89370400440532013000',
    '0245:2022749619',
    '0130:ANY.THING',
  ])('accepts %s', (id) => {
    expect(participantProblem(id, 'publish')).toBeUndefined();
  });

  it.each([
    ['0009:FR86797978996', '0009 is SIRET, 14 digits; did you mean 0225:797978996?'],
    ['9957:FR86797978997', 'FR86797978997 has wrong check digits for 9957, which is FR VAT'],
    [
      '0208:BE0403170701',
      '0208 is BE EN, 10 digits of which the first is 0 or 1; did you mean 0208:0403170701?',
    ],
    [
      '0208:0403.170.701',
      '0208 is BE EN, 10 digits of which the first is 0 or 1; did you mean 0208:0403170701?',
    ],
    ['0208:0123456789', '0123456789 has wrong check digits for 0208, which is BE EN'],
    ['0211:00743110157', '0211 is IT IVA, IT and 11 digits; did you mean 0211:IT00743110157?'],
    ['9906:IT00743110157', '9906 is IT VAT, which Peppol has removed; did you mean 0211:IT00743110157?'],
    ['9956:0403170701', '9956 is BE CBE, which Peppol has removed; did you mean 0208:0403170701?'],
    ['0037:003720774740', '0037 is FI OVT, which Peppol has removed; did you mean 0216:003720774740?'],
    ['9930:136695976', '9930 is DE VAT, DE and 9 digits; did you mean 9930:DE136695976?'],
    ['9933:GR094259216', '9933 is GR VAT, EL and 9 digits; did you mean 9933:EL094259216?'],
    ['0088:5790000435969', '5790000435969 has wrong check digits for 0088, which is GLN'],
    ['0199:529900T8BM49AURSDO56', '529900T8BM49AURSDO56 has wrong check digits for 0199, which is LEI'],
    ['0204:04011000-1234512345-07', '04011000-1234512345-07 has wrong check digits for 0204, which is LWID'],
    ['7777:1', "7777 is not on Peppol's list of schemes"],
    ['7777:BE0403170701', "7777 is not on Peppol's list of schemes; did you mean 0208:0403170701?"],
  ])('of %s is: %s', (id, problem) => {
    expect(participantProblem(id, 'publish')).toBe(problem);
  });

  it('lets documents go to a deprecated scheme, and publishes none', () => {
    expect(participantProblem('9909:NO995525828MVA', 'address')).toBeUndefined();
    expect(participantProblem('9909:NO995525828MVA', 'publish')).toContain('deprecated');
  });
});

/** More numbers, where the project's shared vectors are at hand. */
const vectorFile = sharedPath('vectors/identifiers.json');
const vatNumbers = existsSync(vectorFile)
  ? (JSON.parse(readFileSync(vectorFile, 'utf8')) as { vat: { valid: string[] } }).vat.valid
  : [];

describe('participantProblem of the ids that follow from a VAT number', () => {
  it.each([...new Set(['CHE107787577IVA', 'BE403170701', 'EL094259216', 'DK13585628', ...vatNumbers])])(
    'of %s: none',
    (vatNumber) => {
      const problems = participantIds(vatNumber, true).map((id) => participantProblem(id, 'publish'));
      expect(problems.filter((problem) => problem !== undefined)).toEqual([]);
    },
  );
});

describe('participantFormProblem', () => {
  it.each(['0208:0123456789', '0009:FR86797978996', '0088:1234567890123'])('takes %s', (id) => {
    expect(participantFormProblem(id)).toBeUndefined();
  });

  it.each([
    ['0088:123', '0088 is GLN, 13 digits'],
    ['7777:1', "7777 is not on Peppol's list of schemes"],
  ])('of %s is: %s', (id, problem) => {
    expect(participantFormProblem(id)).toBe(problem);
  });
});
