import { passesCheck } from './check-digits';
import { countryOf, participantIds, vatShape } from './participant-ids';
import { countryOfParticipant, schemeOf } from './participant-schemes';
import { checkDigitsFit } from './vat-check-digits';

/** What an id is wanted for: a company of ours publishes it, or a document is addressed to it. */
export type Purpose = 'publish' | 'address';

/**
 * What is wrong with a `scheme:value` in live mode, with the id that was probably meant; nothing when the network would accept it. A
 * deprecated scheme still reaches those who are registered under it, but nobody new is.
 */
export function participantProblem(participantId: string, purpose: Purpose): string | undefined {
  const id = participantId.trim().toUpperCase();
  const fault = faultOf(id, purpose);
  if (!fault) return undefined;
  const meant = candidates(id).find((candidate) => candidate !== id && !faultOf(candidate, 'publish'));
  return meant ? `${fault}; did you mean ${meant}?` : fault;
}

/** What is wrong with it in test mode, which looks at the form alone and takes French companies' 0009 with a VAT number. */
export function participantFormProblem(participantId: string): string | undefined {
  const id = participantId.trim().toUpperCase();
  if (/^0009:FR[0-9A-Z]{2}\d{9}$/.test(id)) return undefined;
  const { code, value } = split(id);
  const scheme = schemeOf(code);
  if (!scheme) return `${code} is not on Peppol's list of schemes`;
  return scheme.form.test(value) ? undefined : `${code} is ${nameOf(scheme.code)}, ${scheme.meaning}`;
}

function faultOf(id: string, purpose: Purpose): string | undefined {
  const { code, value } = split(id);
  const scheme = schemeOf(code);
  if (!scheme) return `${code} is not on Peppol's list of schemes`;
  const name = nameOf(scheme.code);
  const closed = scheme.state === 'removed' || (scheme.state === 'deprecated' && purpose === 'publish');
  if (closed) return `${code} is ${name}, which Peppol has ${scheme.state}`;
  if (!scheme.form.test(value)) return `${code} is ${name}, ${scheme.meaning || 'letters and digits'}`;
  if (scheme.check && !passesCheck(scheme.check, value))
    return `${value} has wrong check digits for ${code}, which is ${name}`;
  return undefined;
}

/** What a person may have meant, likeliest first; each is checked before it is named. */
function candidates(id: string): string[] {
  const { code, value } = split(id);
  const bare = value.replace(/[^A-Z0-9]/g, '');
  const country = countryOfParticipant(id);
  const prefix = country === 'GR' ? 'EL' : country;
  const successor = schemeOf(code)?.successor;
  return [
    ...(successor ? [`${successor}:${value}`, `${successor}:${bare}`] : []),
    `${code}:${bare}`,
    ...derived(bare),
    ...(prefix ? [`${code}:${prefix}${bare}`, ...derived(prefix + bare)] : []),
    ...(/^\d{9}$/.test(bare) && country === 'FR' ? [`0225:${bare}`] : []),
  ];
}

/** The ids of a VAT number, if it is one. */
function derived(text: string): string[] {
  const country = vatShape.test(text) ? countryOf(text) : undefined;
  return country && checkDigitsFit(text, country) ? participantIds(text, true) : [];
}

function split(id: string): { code: string; value: string } {
  return { code: id.slice(0, 4), value: id.slice(5) };
}

/** `FR:SIRET` of the list is spoken of as SIRET, and `FR:VAT` as FR VAT. */
function nameOf(code: string): string {
  const [country, name] = code.split(':');
  return name === undefined ? code : name.length > 3 ? name : `${country} ${name}`;
}
