import { vatCategories } from './code-lists';
import { decimal, formatted, identifier, list, record, text } from './schema-parts';

export const adjustment = (kind: string, ofDocument: boolean) =>
  record(
    `An ${kind}.`,
    {
      amount: decimal('Amount without VAT.', '10.00'),
      baseAmount: decimal('What the percentage is of.', '100.00'),
      percentage: decimal('Percentage of the base.', '10'),
      reason: text('Reason; this or the code is needed.', 'Volume discount'),
      reasonCode: text('Reason code (UNTDID 5189 or 7161).', '95', 10),
      ...(ofDocument && {
        vatCategory: {
          type: 'string',
          enum: vatCategories,
          description: 'VAT category; S, or Z at rate 0, when absent.',
          example: 'S',
        },
        vatRate: decimal('VAT rate in percent.', '20'),
      }),
    },
    ofDocument ? ['amount', 'vatRate'] : ['amount'],
  );

export const line = record(
  'An invoice line (BG-25).',
  {
    id: text('Line id (BT-126); its position when absent.', '1', 50),
    name: text('Item name (BT-153).', 'Consulting', 500),
    description: text('Item description (BT-154).', 'Ten days on site', 2_000),
    note: text('Note (BT-127).', 'As agreed', 2_000),
    quantity: decimal('Invoiced quantity (BT-129).', '10'),
    unitCode: formatted(
      'unit-code',
      'Unit of measure, UN/ECE Recommendation 20 (BT-130); C62, one, when absent.',
      'DAY',
    ),
    unitPrice: decimal('Net price of the item (BT-146).', '100.00'),
    baseQuantity: decimal('Quantity that the price is for (BT-149); 1 when absent.', '1'),
    netAmount: decimal(
      'Net amount of the line (BT-131); computed when absent, checked when given.',
      '1000.00',
    ),
    vatCategory: {
      type: 'string',
      enum: vatCategories,
      description: 'VAT category (BT-151); S, or Z at rate 0, when absent.',
      example: 'S',
    },
    vatRate: decimal('VAT rate in percent (BT-152).', '20'),
    allowances: list(
      adjustment('allowance of the line (BG-27)', false),
      100,
      'Allowances of the line (BG-27).',
    ),
    charges: list(adjustment('charge of the line (BG-28)', false), 100, 'Charges of the line (BG-28).'),
    orderLine: text('Line of the purchase order (BT-132).', '1', 50),
    item: record('Identification of the item (BG-31).', {
      sellerId: text("Seller's article number (BT-155).", 'CONS-01'),
      buyerId: text("Buyer's article number (BT-156).", '4711'),
      standardId: identifier('Standard article number, such as a GTIN (BT-157).', '0160', '04012345678901'),
      classification: list(
        record(
          'Classification (BT-158).',
          { list: text('List, as in UNTDID 7143.', 'STI', 10), code: text('Code.', '80101500') },
          ['list', 'code'],
        ),
        50,
        'Classifications (BT-158).',
      ),
    }),
  },
  ['name', 'quantity', 'unitPrice', 'vatRate'],
);
