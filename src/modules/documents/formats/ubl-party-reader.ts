import { Address, Party } from './invoice';
import { find, textAt, UnreadableDocument, XmlNode } from '../../../core/xml/xml-tree';

export function readParty(node: XmlNode | undefined, role: string): Party {
  if (!node) throw new UnreadableDocument(`The document has no ${role}.`);
  const contact = find(node, 'Contact');
  return {
    name: textAt(node, 'PartyLegalEntity/RegistrationName') ?? textAt(node, 'PartyName/Name') ?? '',
    tradingName: textAt(node, 'PartyName/Name'),
    vatNumber: vatNumberOf(node),
    legalId: identifierAt(node, 'PartyLegalEntity/CompanyID'),
    endpoint: identifierAt(node, 'EndpointID'),
    address: readAddress(find(node, 'PostalAddress')) ?? { country: '' },
    contact: contact && {
      name: textAt(contact, 'Name'),
      phone: textAt(contact, 'Telephone'),
      email: textAt(contact, 'ElectronicMail'),
    },
  };
}

/** A party may have tax schemes beside VAT, as Norway's does. */
function vatNumberOf(node: XmlNode): string | undefined {
  const schemes = node.children.filter(({ name }) => name === 'PartyTaxScheme');
  return textAt(
    schemes.find((scheme) => textAt(scheme, 'TaxScheme/ID') === 'VAT'),
    'CompanyID',
  );
}

function identifierAt(node: XmlNode, path: string): { scheme?: string; value: string } | undefined {
  const identifier = find(node, path);
  const value = identifier?.text.trim();
  return value ? { scheme: identifier!.attributes.schemeID, value } : undefined;
}

export function readAddress(node: XmlNode | undefined): Address | undefined {
  return (
    node && {
      street: textAt(node, 'StreetName'),
      additionalStreet: textAt(node, 'AdditionalStreetName'),
      city: textAt(node, 'CityName'),
      postalCode: textAt(node, 'PostalZone'),
      region: textAt(node, 'CountrySubentity'),
      country: textAt(node, 'Country/IdentificationCode') ?? '',
    }
  );
}
