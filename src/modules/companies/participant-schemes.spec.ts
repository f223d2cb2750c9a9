import { existsSync, readFileSync } from 'node:fs';
import { sharedPath } from '../../../test/support/shared';
import { participantIds } from './participant-ids';
import { countryOfParticipant, schemeCodes, schemeOf } from './participant-schemes';

const officialFile = sharedPath('data/codelists/peppol-eas-v9.7.json');

interface OfficialScheme {
  iso6523: string;
  schemeid: string;
  state: string;
}

describe('the schemes', () => {
  it("are those of Peppol's list, with their names and states", () => {
    if (!existsSync(officialFile)) return console.warn('skipped: ../shared is not here');
    const official = (JSON.parse(readFileSync(officialFile, 'utf8')) as { values: OfficialScheme[] }).values;
    const ours = schemeCodes.map((code) => ({
      code,
      name: schemeOf(code)!.code,
      state: schemeOf(code)!.state,
    }));
    const theirs = official.map(({ iso6523, schemeid, state }) => ({ code: iso6523, name: schemeid, state }));
    expect(ours.sort(byCode)).toEqual(theirs.sort(byCode));
  });

  it('have an active successor, where they have one', () => {
    for (const code of schemeCodes) {
      const { successor } = schemeOf(code)!;
      if (successor) expect(schemeOf(successor)?.state).toBe('active');
    }
  });

  it.each([
    ['FR86797978996', ['0225', '0002', '9957']],
    ['BE0403170701', ['0208', '9925']],
    ['IT00743110157', ['0211']],
    ['DE136695976', ['9930']],
    ['NL004495445B01', ['9944']],
    ['SK2022749619', ['0245', '9950']],
    ['SE556188840401', ['0007']],
    ['DK13585628', ['0184', '0198']],
    ['NO995525828MVA', ['0192']],
    ['FI20774740', ['0216']],
  ])('that follow from %s are active, and take what follows', (vatNumber, codes) => {
    const ids = participantIds(vatNumber, true);
    expect(ids.map((id) => id.slice(0, 4))).toEqual(codes);
    for (const id of ids) {
      const scheme = schemeOf(id.slice(0, 4))!;
      expect(scheme.state).toBe('active');
      expect(id.slice(5)).toMatch(scheme.form);
    }
  });
});

describe('countryOfParticipant', () => {
  it.each([
    ['0225:797978996', 'FR'],
    ['0208:0403170701', 'BE'],
    ['0088:5790000435968', undefined],
    ['0130:A', 'EU'],
    ['7777:1', undefined],
  ])('of %s is %s', (id, country) => {
    expect(countryOfParticipant(id)).toBe(country);
  });
});

function byCode(one: { code: string }, other: { code: string }): number {
  return one.code.localeCompare(other.code);
}
