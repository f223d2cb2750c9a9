import { InvoiceType } from '../formats/invoice';

export const titles: Record<InvoiceType, string> = {
  invoice: 'Invoice',
  credit_note: 'Credit note',
  debit_note: 'Debit note',
  self_billed_invoice: 'Self-billed invoice',
  self_billed_credit_note: 'Self-billed credit note',
};

/** Of UNECE recommendations 20 and 21, those that people would not know by their code. */
const units: Record<string, string> = {
  C62: '',
  H87: 'pcs',
  XPP: 'pcs',
  EA: 'pcs',
  HUR: 'h',
  MIN: 'min',
  DAY: 'days',
  WEE: 'weeks',
  MON: 'months',
  ANN: 'years',
  KGM: 'kg',
  GRM: 'g',
  TNE: 't',
  MTR: 'm',
  KMT: 'km',
  MTK: 'm²',
  MTQ: 'm³',
  LTR: 'l',
  KWH: 'kWh',
  MWH: 'MWh',
  LS: 'lump sum',
  SET: 'sets',
  XBX: 'boxes',
};

/** Of UNTDID 4461. */
const paymentMeans: Record<string, string> = {
  '10': 'Cash',
  '20': 'Cheque',
  '30': 'Credit transfer',
  '31': 'Debit transfer',
  '48': 'Card',
  '49': 'Direct debit',
  '57': 'Standing agreement',
  '58': 'SEPA credit transfer',
  '59': 'SEPA direct debit',
};

export function quantityOf(quantity: string, unitCode: string): string {
  return `${grouped(quantity)} ${units[unitCode] ?? unitCode}`.trim();
}

export function paymentMeansOf(code: string): string {
  return paymentMeans[code] ?? `Payment means ${code}`;
}

/** Thousands apart, by a space that does not break: `1 234.50`. */
export function grouped(decimal: string): string {
  const [whole = '', fraction] = decimal.split('.');
  const spaced = whole.replace(/\B(?=(\d{3})+$)/g, '\u00a0');
  return fraction === undefined ? spaced : `${spaced}.${fraction}`;
}

/** At least two decimals, as amounts are written. */
export function amount(decimal: string): string {
  const [whole, fraction = ''] = decimal.split('.');
  return grouped(`${whole}.${fraction.padEnd(2, '0')}`);
}
