import { adapterChoice, modesOf } from './adapter-choice';

const known = ['sandbox', 'phoss-ap', 'none'] as const;
const choose = (text: string) => adapterChoice('NETWORK_GATEWAYS', text, known);

describe('adapterChoice', () => {
  it('goes by mode, and by country where one is given', () => {
    const choice = choose('test=sandbox, live=none,live.FR=phoss-ap');
    const chosen = [choice(false), choice(false, 'FR'), choice(true), choice(true, 'BE'), choice(true, 'FR')];
    expect(chosen).toEqual(['sandbox', 'sandbox', 'none', 'none', 'phoss-ap']);
  });

  it('tells the modes that an adapter serves', () => {
    const text = 'test=sandbox, live=none, live.FR=phoss-ap,live.BE=phoss-ap';
    const modes = ['sandbox', 'phoss-ap', 'direct'].map((adapter) => modesOf(text, adapter));
    expect(modes).toEqual([['test'], ['live'], []]);
  });

  it.each([
    ['', '"" must look like live=sandbox'],
    ['test=sandbox', 'live=… is missing'],
    ['test=sandbox,live=phoss', '"phoss" is not one of sandbox, phoss-ap, none'],
    ['test=sandbox,live=none,live=none', 'live is given twice'],
    ['test=sandbox,live=none,live.fr=none', '"live.fr=none" must look like'],
    ['test=sandbox;live=none', '"test=sandbox;live=none" must look like'],
  ])('refuses "%s" in one sentence', (text, message) => {
    expect(() => choose(text)).toThrow(`NETWORK_GATEWAYS: ${message}`);
  });
});
