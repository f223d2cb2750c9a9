import { MessageParty } from './lifecycle-message';

const units = 'urn:un:unece:uncefact:data:standard';

/** The prefixes of the format, as every sample spells them. */
export const cdarNamespaces = {
  rsm: `${units}:CrossDomainAcknowledgementAndResponse:100`,
  ram: `${units}:ReusableAggregateBusinessInformationEntity:100`,
  qdt: `${units}:QualifiedDataType:100`,
  udt: `${units}:UnqualifiedDataType:100`,
} as const;

/** ICD codes: a company by its SIREN, a platform by the number that the administration gave it, an address of the French directory. */
export const schemes = { siren: '0002', platform: '0238', address: '0225' } as const;

/** MDT-207: money that the seller received, and money that the buyer has sent. */
export const paymentKinds = { received: 'MEN', sent: 'MPA' } as const;

/** The nine digits that name a company: of its VAT number, else of its participant id. */
export function sirenOf({ vatNumber, participantId }: MessageParty): string | undefined {
  const [, ofVat] = /^FR[0-9A-Z]{2}(\d{9})$/.exec(vatNumber ?? '') ?? [];
  const [, ofId] = /^(?:0002|0225|0009):(\d{9})/.exec(participantId) ?? [];
  return ofVat ?? ofId;
}

/** A French VAT number is its SIREN behind a check of two digits. */
export function vatNumberOf(siren: string): string {
  const check = (12 + 3 * (Number(siren) % 97)) % 97;
  return `FR${String(check).padStart(2, '0')}${siren}`;
}

/** Format 204 of UNTDID 2379, in UTC: the format has no place for a zone. */
export function stamp(time: Date): string {
  return time.toISOString().replace(/\D/g, '').slice(0, 14);
}

/** Format 102: a day. */
export function dayStamp(day: string): string {
  return day.replaceAll('-', '');
}
