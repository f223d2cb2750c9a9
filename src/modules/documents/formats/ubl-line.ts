import { InvoiceLine } from './invoice';
import { writeAdjustment, writeTaxCategory } from './ubl-tax';
import { each, element, group } from '../../../core/xml/xml-writer';

/** cac:InvoiceLine, or cac:CreditNoteLine, which differs in two names. */
export function writeLine(line: InvoiceLine, isCreditNote: boolean, currency: string): string {
  return group(
    isCreditNote ? 'cac:CreditNoteLine' : 'cac:InvoiceLine',
    element('cbc:ID', line.id),
    element('cbc:Note', line.note),
    element(isCreditNote ? 'cbc:CreditedQuantity' : 'cbc:InvoicedQuantity', line.quantity, {
      unitCode: line.unitCode,
    }),
    element('cbc:LineExtensionAmount', line.netAmount, { currencyID: currency }),
    group('cac:OrderLineReference', element('cbc:LineID', line.orderLine)),
    each(line.allowances, (allowance) => writeAdjustment(allowance, false, currency)),
    each(line.charges, (charge) => writeAdjustment(charge, true, currency)),
    writeItem(line),
    group(
      'cac:Price',
      element('cbc:PriceAmount', line.unitPrice, { currencyID: currency }),
      element('cbc:BaseQuantity', line.baseQuantity, { unitCode: line.unitCode }),
    ),
  );
}

function writeItem({ name, description, item, vatCategory, vatRate }: InvoiceLine): string {
  return group(
    'cac:Item',
    element('cbc:Description', description),
    element('cbc:Name', name),
    group('cac:BuyersItemIdentification', element('cbc:ID', item?.buyerId)),
    group('cac:SellersItemIdentification', element('cbc:ID', item?.sellerId)),
    group(
      'cac:StandardItemIdentification',
      element('cbc:ID', item?.standardId?.value, { schemeID: item?.standardId?.scheme }),
    ),
    each(item?.classification, ({ list, code }) =>
      group('cac:CommodityClassification', element('cbc:ItemClassificationCode', code, { listID: list })),
    ),
    writeTaxCategory('cac:ClassifiedTaxCategory', vatCategory, vatRate),
  );
}
