import { CompanyDefaults, DocumentFormat } from '../../core/companies/company-defaults.port';
import { complianceCountries } from './auto-compliance';
import { Company } from './company';

export const settingSources = ['company', 'platform', 'default'] as const;

/** A value that holds for a company, and who has chosen it. */
export interface Effective<T> {
  value: T;
  source: (typeof settingSources)[number];
}

export interface EffectiveSettings {
  preferredFormat: Effective<DocumentFormat>;
  autoCompliance: Record<string, Effective<boolean>>;
}

/** The company's own word counts first, then the platform's; where both are silent the law is followed. */
export function effectiveSettings(
  company: Pick<Company, 'preferredFormat' | 'autoCompliance'>,
  defaults: CompanyDefaults,
): EffectiveSettings {
  const countries = complianceCountries.map((country): [string, Effective<boolean>] => [
    country,
    first(company.autoCompliance[country], defaults.autoCompliance[country], true),
  ]);
  return {
    preferredFormat: first(company.preferredFormat, defaults.preferredFormat, 'ubl-xml'),
    autoCompliance: Object.fromEntries(countries),
  };
}

function first<T>(own: T | null | undefined, platform: T | null | undefined, otherwise: T): Effective<T> {
  if (own !== null && own !== undefined) return { value: own, source: 'company' };
  if (platform !== null && platform !== undefined) return { value: platform, source: 'platform' };
  return { value: otherwise, source: 'default' };
}
