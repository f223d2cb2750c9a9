import { Address, Invoice, Party } from '../formats/invoice';
import { Sheet } from './sheet';

export function writeParties(sheet: Sheet, { seller, buyer, delivery }: Invoice): void {
  const columns: Array<[string, string, string[]]> = [
    ['Seller', seller.name, detailsOf(seller)],
    ['Buyer', buyer.name, detailsOf(buyer)],
  ];
  if (delivery?.address) columns.push(['Delivered to', '', linesOf(delivery.address)]);
  const width = sheet.width / columns.length;
  const top = sheet.y;
  const ends = columns.map(([label, name, details], column) => {
    sheet.y = top;
    const write = (text: string, style = {}) => {
      if (text) sheet.y += sheet.put(text, column * width, width - 12, style);
    };
    write(label, { size: 7, color: '#666666' });
    write(name, { face: 'bold', size: 9.5 });
    write(details.join('\n'));
    return sheet.y;
  });
  sheet.y = Math.max(...ends) + 14;
}

function detailsOf({ tradingName, address, vatNumber, legalId, endpoint, contact }: Party): string[] {
  return [
    tradingName,
    ...linesOf(address),
    vatNumber && `VAT ${vatNumber}`,
    legalId && `Registered ${legalId.value}`,
    endpoint && `Network id ${[endpoint.scheme, endpoint.value].filter(Boolean).join(':')}`,
    [contact?.name, contact?.phone, contact?.email].filter(Boolean).join(' · '),
  ].filter((line): line is string => Boolean(line));
}

function linesOf({ street, additionalStreet, postalCode, city, region, country }: Address): string[] {
  const place = [postalCode, city].filter(Boolean).join(' ');
  return [street, additionalStreet, place, [region, country].filter(Boolean).join(', ')].filter(
    (line): line is string => Boolean(line),
  );
}
