import Big from 'big.js';
import { Invoice, isCreditNote, Party } from './invoice';
import { Report } from './rule-violation';
import { isVatPrefix } from './shape-formats';

/** Credit transfers, which go to an account (UNTDID 4461). */
const transfers = new Set(['30', '58']);

/** The parts that a document cannot do without. What the reader or the schema already insists on is not here. */
export function checkMandatory(invoice: Invoice, report: Report): void {
  checkReferences(invoice, report);
  checkPayment(invoice, report);
  checkParty(invoice.seller, sellerRules, report);
  checkParty(invoice.buyer, buyerRules, report);
}

function checkReferences({ buyerReference, orderReference, period }: Invoice, report: Report): void {
  if (buyerReference === undefined && orderReference === undefined) {
    const message = 'There is neither a buyer reference nor a purchase order.';
    report('PEPPOL-EN16931-R003', 'buyerReference', 'cbc:BuyerReference', message, 'Add one of them.');
  }
  if (period?.start !== undefined && period.end !== undefined && period.end < period.start) {
    const message = `The period ends on ${period.end}, before it begins on ${period.start}.`;
    report('BR-29', 'period.end', 'cac:InvoicePeriod/cbc:EndDate', message, 'Correct the dates.');
  }
}

function checkPayment(invoice: Invoice, report: Report): void {
  const { totals, dueDate, paymentTerms, paymentMeans = [] } = invoice;
  const isDue = !isCreditNote(invoice.type) && new Big(totals.payableAmount).gt(0);
  if (isDue && dueDate === undefined && paymentTerms === undefined) {
    const message = `${totals.payableAmount} are to be paid, but neither a due date nor payment terms say when.`;
    report('BR-CO-25', 'dueDate', 'cbc:DueDate', message, 'Add dueDate or paymentTerms.');
  }
  paymentMeans.forEach(({ code, iban }, index) => {
    if (!transfers.has(code) || iban !== undefined) return;
    const message = `Payment means ${code} is a credit transfer, but names no account to pay to.`;
    const path = `cac:PaymentMeans[${index + 1}]/cac:PayeeFinancialAccount/cbc:ID`;
    report('BR-61', `paymentMeans[${index}].iban`, path, message, 'Add iban, or use another code.');
  });
}

interface PartyRules {
  field: 'seller' | 'buyer';
  element: string;
  name: string;
  country: string;
  endpoint: string;
  endpointScheme: string;
}

const sellerRules: PartyRules = {
  field: 'seller',
  element: 'cac:AccountingSupplierParty/cac:Party',
  name: 'BR-06',
  country: 'BR-09',
  endpoint: 'PEPPOL-EN16931-R020',
  endpointScheme: 'BR-62',
};
const buyerRules: PartyRules = {
  field: 'buyer',
  element: 'cac:AccountingCustomerParty/cac:Party',
  name: 'BR-07',
  country: 'BR-11',
  endpoint: 'PEPPOL-EN16931-R010',
  endpointScheme: 'BR-63',
};

function checkParty(party: Party, rules: PartyRules, report: Report): void {
  const { name, address, endpoint, vatNumber } = party;
  const check = (
    isBroken: boolean,
    rule: string,
    part: string,
    xpath: string,
    message: string,
    fix: string,
  ) => {
    if (isBroken) report(rule, `${rules.field}.${part}`, `${rules.element}/${xpath}`, message, fix);
  };
  const role = rules.field;
  const registeredName = 'cac:PartyLegalEntity/cbc:RegistrationName';
  check(
    name === '',
    rules.name,
    'name',
    registeredName,
    `The ${role} has no name.`,
    'Add the registered name.',
  );
  const country = 'cac:PostalAddress/cac:Country/cbc:IdentificationCode';
  const noCountry = `The address of the ${role} has no country.`;
  check(
    address.country === '',
    rules.country,
    'address.country',
    country,
    noCountry,
    'Add its code, such as BE.',
  );
  const noEndpoint = `The ${role} has no electronic address.`;
  check(!endpoint, rules.endpoint, 'endpoint', 'cbc:EndpointID', noEndpoint, 'Add its participant id.');
  const isSchemeless = endpoint !== undefined && endpoint.scheme === undefined;
  const noScheme = `The electronic address of the ${role} has no scheme.`;
  const schemePath = 'cbc:EndpointID/@schemeID';
  check(isSchemeless, rules.endpointScheme, 'endpoint.scheme', schemePath, noScheme, 'Add it, such as 0208.');
  const isForeign = vatNumber !== undefined && !isVatPrefix(vatNumber.slice(0, 2));
  const prefix = `The VAT number ${vatNumber} does not begin with the code of a country.`;
  const vatPath = 'cac:PartyTaxScheme/cbc:CompanyID';
  check(isForeign, 'BR-CO-09', 'vatNumber', vatPath, prefix, 'Put the code before it, such as BE.');
}
