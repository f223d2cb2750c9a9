import { countryOf, participantIds, vatShape } from './participant-ids';

describe('participantIds', () => {
  it.each([
    ['FR86797978996', ['0225:797978996', '0002:797978996', '9957:FR86797978996']],
    ['BE0403170701', ['0208:0403170701', '9925:BE0403170701']],
    ['BE403170701', ['0208:0403170701', '9925:BE403170701']],
    ['IT00743110157', ['0211:IT00743110157']],
    ['DE136695976', ['9930:DE136695976']],
    ['NL004495445B01', ['9944:NL004495445B01']],
    ['EL094259216', ['9933:EL094259216']],
    ['SK2022749619', ['0245:2022749619', '9950:SK2022749619']],
    ['SE556188840401', ['0007:5561888404']],
    ['DK13585628', ['0184:13585628', '0198:DK13585628']],
    ['NO995525828MVA', ['0192:995525828']],
    ['FI20774740', ['0216:003720774740']],
    ['CHE107787577IVA', ['9927:CHE107787577']],
  ])('of %s', (vatNumber, ids) => {
    expect(participantIds(vatNumber, true)).toEqual(ids);
  });

  it('shows 0009 first for French companies in test mode, as the kit prints it', () => {
    expect(participantIds('FR86797978996', false)).toEqual([
      '0009:FR86797978996',
      '0225:797978996',
      '0002:797978996',
      '9957:FR86797978996',
    ]);
  });

  it('is the same in both modes for other countries', () => {
    expect(participantIds('BE0403170701', false)).toEqual(participantIds('BE0403170701', true));
  });

  it('takes any form in test mode, and only the national one in live mode', () => {
    expect(participantIds('FI1', false)).toEqual(['0216:FI1']);
    expect(participantIds('FI1', true)).toEqual([]);
  });
});

describe('countryOf', () => {
  it.each([
    ['FR86797978996', 'FR'],
    ['EL094259216', 'GR'],
    ['GR094259216', 'GR'],
    ['CHE107787577', 'CH'],
    ['XX123', undefined],
    ['__proto__', undefined],
  ])('of %s is %s', (vatNumber, country) => {
    expect(countryOf(vatNumber)).toBe(country);
  });
});

describe('vatShape', () => {
  it.each(['FR86797978996', 'ESB58378431', 'NL004495445B01'])('fits %s', (vatNumber) => {
    expect(vatNumber).toMatch(vatShape);
  });

  it.each(['', 'FR', 'fr86797978996', 'FR 86797978996', 'F186797978996', `FR${'1'.repeat(19)}`])(
    'refuses "%s"',
    (text) => {
      expect(text).not.toMatch(vatShape);
    },
  );
});
