import { readUbl } from './ubl-reader';
import { UnreadableDocument } from '../../../core/xml/xml-tree';

const ubl = 'urn:oasis:names:specification:ubl:schema:xsd:';

/** Our own small sample, as foreign software might write it: other prefixes, CDATA, an extension, two currencies. */
const sample = `<?xml version="1.0" encoding="utf-8"?>
<inv:Invoice xmlns:inv="${ubl}Invoice-2" xmlns:a="${ubl}CommonAggregateComponents-2"
  xmlns="${ubl}CommonBasicComponents-2" xmlns:x="urn:example:extension">
  <x:Extensions><ID>not this one</ID></x:Extensions><x:ID>nor this</x:ID>
  <ID> F-1 </ID><IssueDate>2026-04-25</IssueDate><InvoiceTypeCode>380</InvoiceTypeCode>
  <Note><![CDATA[a < b]]> &amp; c</Note>
  <DocumentCurrencyCode>SEK</DocumentCurrencyCode><TaxCurrencyCode>EUR</TaxCurrencyCode>
  <a:AccountingSupplierParty><a:Party>
    <EndpointID schemeID="0007">5567321707</EndpointID>
    <a:PartyTaxScheme><CompanyID>Foretagsskatt</CompanyID><a:TaxScheme><ID>TAX</ID></a:TaxScheme></a:PartyTaxScheme>
    <a:PartyTaxScheme><CompanyID>SE556732170701</CompanyID><a:TaxScheme><ID>VAT</ID></a:TaxScheme></a:PartyTaxScheme>
    <a:PartyLegalEntity><RegistrationName>Säljaren &#197;B</RegistrationName></a:PartyLegalEntity>
  </a:Party></a:AccountingSupplierParty>
  <a:AccountingCustomerParty><a:Party><a:PartyName><Name>Köparen</Name></a:PartyName></a:Party></a:AccountingCustomerParty>
  <a:TaxTotal><TaxAmount currencyID="EUR">2.2</TaxAmount></a:TaxTotal>
  <a:TaxTotal><TaxAmount currencyID="SEK">25</TaxAmount><a:TaxSubtotal>
    <TaxableAmount currencyID="SEK">100</TaxableAmount><TaxAmount currencyID="SEK">25</TaxAmount>
    <a:TaxCategory><ID>S</ID><Percent>25.0</Percent><a:TaxScheme><ID>VAT</ID></a:TaxScheme></a:TaxCategory>
  </a:TaxSubtotal></a:TaxTotal>
  <a:LegalMonetaryTotal>
    <LineExtensionAmount currencyID="SEK">+100</LineExtensionAmount><TaxExclusiveAmount currencyID="SEK">100.</TaxExclusiveAmount>
    <TaxInclusiveAmount currencyID="SEK">125</TaxInclusiveAmount><PayableRoundingAmount currencyID="SEK">-.50</PayableRoundingAmount>
    <PayableAmount currencyID="SEK">124.50</PayableAmount>
  </a:LegalMonetaryTotal>
  <a:InvoiceLine><ID>1</ID><InvoicedQuantity unitCode="C62">1</InvoicedQuantity>
    <LineExtensionAmount currencyID="SEK">100</LineExtensionAmount>
    <a:Item><Name>Sak</Name><a:ClassifiedTaxCategory><ID>S</ID><Percent>25</Percent></a:ClassifiedTaxCategory></a:Item>
    <a:Price><PriceAmount currencyID="SEK">100</PriceAmount></a:Price></a:InvoiceLine>
</inv:Invoice>`;

const read = (xml: string) => readUbl(Buffer.from(xml));

describe('readUbl', () => {
  it('goes by namespaces, not by prefixes, and takes no extension for an element of UBL', () => {
    const invoice = read(sample);
    expect(invoice).toMatchObject({ type: 'invoice', number: 'F-1', currency: 'SEK', notes: ['a < b & c'] });
    expect(invoice.seller).toMatchObject({ name: 'Säljaren ÅB', vatNumber: 'SE556732170701' });
    expect(invoice.buyer.name).toBe('Köparen');
  });

  it('reads every form of xs:decimal, as decimal text', () => {
    const { lineNetAmount, taxExclusiveAmount, roundingAmount } = read(sample).totals;
    expect([lineNetAmount, taxExclusiveAmount, roundingAmount]).toEqual(['100', '100', '-0.50']);
  });

  it('takes the VAT of the currency of the document (BR-CO-15)', () => {
    expect(read(sample).totals.vatAmount).toBe('25');
    expect(read(sample).vatBreakdown).toHaveLength(1);
  });

  it.each(['1,5', '1e3', 'NaN', '.', '+', '--1', '1'.repeat(21), '0x10'])(
    'refuses %s as an amount',
    (text) => {
      expect(() => read(sample.replace('>124.50<', `>${text}<`))).toThrow(UnreadableDocument);
    },
  );

  it.each([
    ['384', 'invoice'],
    ['389', 'self_billed_invoice'],
    ['383', 'debit_note'],
    ['999', 'invoice'],
  ])('takes type code %s for %s', (code, type) => {
    expect(read(sample.replace('>380<', `>${code}<`)).type).toBe(type);
  });

  it('refuses bytes that are not what the declaration says', () => {
    expect(() => read(sample.replace('utf-8', 'ISO-8859-1'))).toThrow(/declares the encoding ISO-8859-1/);
    expect(() => readUbl(Buffer.from(sample, 'latin1'))).toThrow(/not valid UTF-8/);
    expect(() => readUbl(Buffer.from(`\ufeff${sample}`, 'utf16le'))).toThrow(/UTF-8/);
    expect(read(`\ufeff${sample}`).number).toBe('F-1');
  });

  it('says where the XML is broken', () => {
    expect(() => read(sample.replace('</Note>', '</Nota>'))).toThrow(/not well-formed.*line 6, column \d+/);
  });

  it.each([
    ['<!DOCTYPE Invoice SYSTEM "http://example.com/x.dtd">', /DOCTYPE/],
    ['<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY d "&b;&b;">]>', /DOCTYPE/],
  ])('refuses %s', (doctype, message) => {
    expect(() => read(sample.replace('?>', `?>${doctype}`))).toThrow(message);
  });

  it('survives a long text, and refuses what is nested too deeply', () => {
    expect(read(sample.replace('nor this', 'x'.repeat(5_000_000))).number).toBe('F-1');
    expect(() => read(`<a>${'<b>'.repeat(100_000)}`)).toThrow(/nested deeper/);
  });
});
