/** Nothing is taxed in these: rate and VAT are 0. */
const untaxed = new Set(['Z', 'E', 'AE', 'K', 'G', 'O']);
/** Untaxed for a reason that the document must name. */
const exempt = new Set(['E', 'AE', 'K', 'G', 'O']);

export function isUntaxed(category: string): boolean {
  return untaxed.has(category);
}

export function isExempt(category: string): boolean {
  return exempt.has(category);
}

/** How the rules of each category are named, as in BR-S-08. Split payment (B) has no sums of its own. */
const families: Record<string, string> = {
  S: 'S',
  Z: 'Z',
  E: 'E',
  AE: 'AE',
  K: 'IC',
  G: 'G',
  O: 'O',
  L: 'AF',
  M: 'AG',
};

export function ruleFamily(category: string): string | undefined {
  return families[category];
}
