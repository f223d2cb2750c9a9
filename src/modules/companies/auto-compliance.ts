import { violationsError } from '../../core/http/validation';

/** Countries whose reports can be switched. Belgium has none, yet platforms name it in one breath with the others. */
export const complianceCountries: readonly string[] = ['FR', 'IT', 'BE'];

/** Throws INVALID_ENUM or INVALID_REQUEST with the place of each wrong member. */
export function checkAutoCompliance(given: Record<string, unknown>, field = 'autoCompliance'): void {
  const violations = Object.entries(given)
    .map(([country, wanted]) => ({
      field: `${field}.${country.slice(0, 20)}`,
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
  const known = typeof wanted === 'boolean' || wanted === null;
  const message = known ? '' : 'must be true or false, or null to forget it';
  return { rule: 'boolean', message, code: 'INVALID_REQUEST' as const };
}

/** Countries that are not given stay as they are; null forgets one, and null in place of them all forgets all. */
export function mergeAutoCompliance(
  current: Record<string, boolean>,
  given: Record<string, boolean | null> | null | undefined,
): Record<string, boolean> {
  if (given === null) return {};
  const merged = Object.entries({ ...current, ...given });
  return Object.fromEntries(merged.filter((entry): entry is [string, boolean] => entry[1] !== null));
}
