import { Adjustment, VatSubtotal } from './invoice';
import { taxScheme } from './ubl-party';
import { element, group } from '../../../core/xml/xml-writer';

/** cac:AllowanceCharge, of the document or of a line. */
export function writeAdjustment(adjustment: Adjustment, isCharge: boolean, currency: string): string {
  return group(
    'cac:AllowanceCharge',
    element('cbc:ChargeIndicator', String(isCharge)),
    element('cbc:AllowanceChargeReasonCode', adjustment.reasonCode),
    element('cbc:AllowanceChargeReason', adjustment.reason),
    element('cbc:MultiplierFactorNumeric', adjustment.percentage),
    element('cbc:Amount', adjustment.amount, { currencyID: currency }),
    element('cbc:BaseAmount', adjustment.baseAmount, { currencyID: currency }),
    adjustment.vatCategory
      ? writeTaxCategory('cac:TaxCategory', adjustment.vatCategory, adjustment.vatRate!)
      : '',
  );
}

/** Category O has no rate at all (BR-O-05). */
export function writeTaxCategory(
  name: string,
  category: string,
  rate: string,
  exemption?: VatSubtotal,
): string {
  return group(
    name,
    element('cbc:ID', category),
    element('cbc:Percent', category === 'O' ? undefined : rate),
    element('cbc:TaxExemptionReasonCode', exemption?.exemptionCode),
    element('cbc:TaxExemptionReason', exemption?.exemptionReason),
    taxScheme,
  );
}
