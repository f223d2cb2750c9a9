import { NaptrRecord } from 'node:dns';

/** The base address of the SMP that NAPTR records name, preferred ones first; nothing when none is of the form that Peppol uses. */
export function smpAddress(records: NaptrRecord[]): string | undefined {
  const byPreference = [...records].sort((a, b) => a.order - b.order || a.preference - b.preference);
  for (const { flags, service, regexp } of byPreference) {
    if (flags.toUpperCase() !== 'U' || service.toLowerCase() !== 'meta:smp') continue;
    const address = replacementOf(regexp);
    if (address && URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)) return address;
  }
  return undefined;
}

/** Of `!.*!https://smp.example!`, whose first character delimits. Peppol replaces the whole name and refers to no part of it. */
function replacementOf(regexp: string): string | undefined {
  const [before, expression, replacement] = regexp.split(regexp.charAt(0));
  const isWhole = before === '' && (expression === '.*' || expression === '^.*$');
  return isWhole ? replacement?.replace(/\/+$/, '') : undefined;
}
