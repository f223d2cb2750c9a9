/** For how long a country's law wants documents kept, and where it says so. */
export interface RetentionPeriod {
  /** Whole years, from the end of the calendar year of issue. */
  years: number;
  basis: string;
  source: string;
}

/** Countries whose period we have from a source; the others follow RETENTION_DEFAULT_YEARS. */
export const retentionPeriods: Readonly<Record<string, RetentionPeriod>> = {
  AT: { years: 7, basis: '§ 132 BAO, § 212 UGB', source: 'https://www.ris.bka.gv.at (BAO § 132)' },
  BE: { years: 10, basis: 'VAT Code art. 60', source: 'https://finance.belgium.be (VAT Code art. 60)' },
  CH: {
    years: 10,
    basis: 'OR art. 958f, MWSTG art. 70',
    source: 'https://www.fedlex.admin.ch (SR 220, SR 641.20)',
  },
  DE: {
    years: 8,
    basis: '§ 14b UStG, § 147 AO, as of 2025-01-01 by BEG IV',
    source: 'https://www.gesetze-im-internet.de (UStG § 14b)',
  },
  FR: {
    years: 10,
    basis: 'Code de commerce art. L123-22; for tax alone 6 years, LPF art. L102 B',
    source: 'https://bofip.impots.gouv.fr (BOI-CF-COM-10-10-30-10)',
  },
  IT: {
    years: 10,
    basis: 'Codice civile art. 2220; DPR 600/1973 art. 22 c. 2',
    source: 'https://www.normattiva.it (codice civile art. 2220)',
  },
  NL: { years: 7, basis: 'AWR art. 52', source: 'https://wetten.overheid.nl (AWR art. 52)' },
};

/** What holds for a document. */
export interface RetentionRule extends RetentionPeriod {
  /** Whose law it is, ISO 3166; null where no country's is known to us. */
  country: string | null;
}

/** The longest of the countries' periods; a country that is unknown, or without a period of its own, counts with the default. */
export function retentionRule(
  countries: ReadonlyArray<string | undefined>,
  defaultYears: number,
): RetentionRule {
  const rules = countries.map((country) => ruleOf(country, defaultYears));
  return rules.reduce((longest, rule) => (rule.years > longest.years ? rule : longest));
}

/** The last day on which a document must be kept. */
export function retainUntil(issueDate: string, years: number): string {
  return `${String(Number(issueDate.slice(0, 4)) + years).padStart(4, '0')}-12-31`;
}

function ruleOf(country: string | undefined, defaultYears: number): RetentionRule {
  const period = country === undefined ? undefined : retentionPeriods[country];
  if (period) return { ...period, country: country! };
  const basis = 'no period of law is known here, so the one that this installation has set';
  return { years: defaultYears, basis, source: 'RETENTION_DEFAULT_YEARS', country: country ?? null };
}
