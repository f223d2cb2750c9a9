import { Address, Party } from './invoice';
import { element, group } from '../../../core/xml/xml-writer';

/** cac:Party, its parts in the order that UBL 2.1 fixes. */
export function writeParty(party: Party): string {
  return group(
    'cac:Party',
    element('cbc:EndpointID', party.endpoint?.value, { schemeID: party.endpoint?.scheme }),
    group('cac:PartyName', element('cbc:Name', party.tradingName)),
    writeAddress('cac:PostalAddress', party.address),
    group('cac:PartyTaxScheme', element('cbc:CompanyID', party.vatNumber), party.vatNumber ? taxScheme : ''),
    group(
      'cac:PartyLegalEntity',
      element('cbc:RegistrationName', party.name),
      element('cbc:CompanyID', party.legalId?.value, { schemeID: party.legalId?.scheme }),
    ),
    group(
      'cac:Contact',
      element('cbc:Name', party.contact?.name),
      element('cbc:Telephone', party.contact?.phone),
      element('cbc:ElectronicMail', party.contact?.email),
    ),
  );
}

export const taxScheme = group('cac:TaxScheme', element('cbc:ID', 'VAT'));

export function writeAddress(name: string, address: Address | undefined): string {
  return group(
    name,
    element('cbc:StreetName', address?.street),
    element('cbc:AdditionalStreetName', address?.additionalStreet),
    element('cbc:CityName', address?.city),
    element('cbc:PostalZone', address?.postalCode),
    element('cbc:CountrySubentity', address?.region),
    group('cac:Country', element('cbc:IdentificationCode', address?.country)),
  );
}
