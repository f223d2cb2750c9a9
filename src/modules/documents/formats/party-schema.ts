import { endpoint, formatted, identifier, record, text } from './schema-parts';

export const address = (description: string) =>
  record(
    description,
    {
      street: text('Street and number (BT-35, BT-50).', 'Rue de la Loi 1'),
      additionalStreet: text('Second line (BT-36, BT-51).', 'Bâtiment B'),
      city: text('City (BT-37, BT-52).', 'Bruxelles'),
      postalCode: text('Postal code (BT-38, BT-53).', '1000', 30),
      region: text('Region (BT-39, BT-54).', 'Brabant'),
      country: formatted('country', 'ISO 3166-1 code (BT-40, BT-55).', 'BE'),
    },
    ['country'],
  );

export const party = (description: string) =>
  record(
    description,
    {
      name: text('Registered name (BT-27, BT-44).', 'Globex SRL', 300),
      tradingName: text('Name it trades under (BT-28, BT-45).', 'Globex', 300),
      vatNumber: formatted('vat-number', 'VAT number with its country (BT-31, BT-48).', 'BE0123456749'),
      legalId: identifier('Registration number (BT-30, BT-47).', '0208', '0123456749'),
      endpoint: endpoint(
        'Electronic address (BT-34, BT-49); that of the sender and of `to` when absent.',
        '0208',
        '0123456749',
      ),
      address: address('Postal address (BG-5, BG-8).'),
      contact: record('Contact (BG-6, BG-9).', {
        name: text('Person or department.', 'Accounts payable'),
        phone: text('Telephone.', '+32 2 555 01 01', 50),
        email: text('Email address.', 'ap@globex.example'),
      }),
    },
    ['name', 'address'],
  );
