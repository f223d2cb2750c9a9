import type { stdnum, Validator } from 'stdnum';

/** Whether a number passes one of stdnum's national rules, such as FR siren. */
export function fitsNationally(country: string, validator: string, number: string): boolean {
  return library()[country]![validator]!.validate(number).isValid;
}

/** Loaded when first needed: it costs 300 ms, which test-mode installations never need to spend. */
function library(): Record<string, Record<string, Validator>> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require('stdnum') as { stdnum: typeof stdnum }).stdnum;
}
