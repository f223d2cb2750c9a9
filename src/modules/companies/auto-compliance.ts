import { violationsError } from '../../core/http/validation';

/** Countries whose reports can be switched. Belgium has none, yet platforms name it in one breath with the others. */
export const complianceCountries: readonly string[] = ['FR', 'IT', 'BE'];

/** Throws INVALID_ENUM or INVALID_REQUEST with the place of each wrong member. */
export function checkAutoCompliance(given: Record<string, unknown>): void {
  const violations = Object.entries(given)
    .map(([country, wanted]) => ({
      field: `autoCompliance.${country.slice(0, 20)}`,
      ...problemOf(country, wanted),
    }))
    .filter(({ message }) => message !== '');
  if (violations.length > 0) throw violationsError(violations);
}

function problemOf(country: string, wanted: unknown) {
  if (!complianceCountries.includes(country)) {
    const message = `is not one of ${complianceCountries.join(', ')}`;
    return { rule: 'enum', message, code: 'INVALID_ENUM' as const };
  }
  const message = typeof wanted === 'boolean' ? '' : 'must be true or false';
  return { rule: 'boolean', message, code: 'INVALID_REQUEST' as const };
}
