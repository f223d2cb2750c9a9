import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedPath } from '../../../../test/support/shared';
import { checkContent } from './check-content';
import { checkSums } from './check-sums';
import { readUbl } from './ubl-reader';
import { parseXml, UnreadableDocument, XmlNode } from '../../../core/xml/xml-tree';

/** The official unit cases of the rules that we have: fragments of invoices, each with the verdict of its rules. */
interface OfficialCase {
  file: string;
  test: number;
  exp: Array<{ kind: 'success' | 'error' | 'warning'; rule: string }>;
  xml: string;
}

const rules = sharedPath('data/rules');
const covered =
  /^(BR-(06|07|09|11|16|21|23|25|27|29|32|33|37|38|42|44|61|62|63)|BR-CO-(04|09|1[0-8]|25)|BR-DEC-\d+|BR-(S|Z|E|AE|IC|G|O|AF|AG)-(05|06|07|08|10)|BR-(Z|E|AE|IC|G|O)-09|PEPPOL-EN16931-R(003|010|020|04[012]|12[01]))$/;

const ubl = 'urn:oasis:names:specification:ubl:schema:xsd:';
const fillers: Record<string, Array<[name: string, text: string]>> = {
  LegalMonetaryTotal: [
    'LineExtensionAmount',
    'TaxExclusiveAmount',
    'TaxInclusiveAmount',
    'PayableAmount',
  ].map(zero),
  TaxSubtotal: ['TaxableAmount', 'TaxAmount'].map(zero),
  AllowanceCharge: [zero('Amount')],
  InvoiceLine: [['ID', '1'], zero('InvoicedQuantity'), zero('LineExtensionAmount')],
  CreditNoteLine: [['ID', '1'], zero('CreditedQuantity'), zero('LineExtensionAmount')],
  Price: [zero('PriceAmount')],
};

function zero(name: string): [string, string] {
  return [name, '0'];
}

function leaf(name: string, text: string): XmlNode {
  return { name, namespace: `${ubl}CommonBasicComponents-2`, attributes: {}, children: [], text };
}

function branch(name: string, children: XmlNode[]): XmlNode {
  return { name, namespace: `${ubl}CommonAggregateComponents-2`, attributes: {}, children, text: '' };
}

/** Our reader wants whole documents: what a fragment leaves out is filled in, without touching what its rule is about. */
function fill(node: XmlNode): XmlNode {
  const children = node.children.map(fill);
  const lacks = (name: string) => !children.some((child) => child.name === name);
  for (const [name, text] of fillers[node.name] ?? []) if (lacks(name)) children.push(leaf(name, text));
  if (/Line$/.test(node.name) && lacks('Price')) children.push(fill(branch('Price', [])));
  if (/^(Invoice|CreditNote)$/.test(node.name)) {
    for (const [name, text] of [
      ['ID', '1'],
      ['IssueDate', '2026-04-25'],
      ['DocumentCurrencyCode', 'EUR'],
    ] as const) {
      if (lacks(name)) children.push(leaf(name, text));
    }
    for (const name of ['AccountingSupplierParty', 'AccountingCustomerParty']) {
      if (lacks(name)) children.push(branch(name, [branch('Party', [])]));
    }
    if (lacks('LegalMonetaryTotal')) children.push(fill(branch('LegalMonetaryTotal', [])));
  }
  return { ...node, children };
}

function written({ name, namespace, attributes, children, text }: XmlNode): string {
  const given = Object.entries(attributes).filter(([key]) => key !== 'xmlns' && !/^(cac|cbc)$/.test(key));
  const attribute = given.map(([key, value]) => ` ${key}="${value}"`).join('');
  return `<${name} xmlns="${namespace}"${attribute}>${children.length > 0 ? children.map(written).join('') : text}</${name}>`;
}

function rulesBrokenBy(xml: string): string[] {
  const invoice = readUbl(Buffer.from(written(fill(parseXml(Buffer.from(xml))))));
  return [...checkSums(invoice), ...checkContent(invoice)].map(({ rule }) => rule);
}

describe('official unit cases', () => {
  it.each(['en16931-invoice-ubl', 'en16931-creditnote-ubl', 'bis3-ubl-PEPPOL'])(
    '%s: the same verdicts',
    (set) => {
      if (!existsSync(rules)) return console.warn('skipped: ../shared/data is not here');
      const lines = readFileSync(join(rules, `${set}.dev.jsonl`), 'utf8')
        .trim()
        .split('\n');
      const differing: string[] = [];
      let agreeing = 0;
      for (const { file, test, exp, xml } of lines.map((line) => JSON.parse(line) as OfficialCase)) {
        const expected = exp.filter(({ rule }) => covered.test(rule));
        if (expected.length === 0) continue;
        try {
          const broken = rulesBrokenBy(xml);
          for (const { kind, rule } of expected) {
            if (broken.includes(rule) === (kind !== 'success')) agreeing++;
            else differing.push(`${file} ${test}: ${rule} should be ${kind}`);
          }
        } catch (error) {
          if (!(error instanceof UnreadableDocument)) throw error;
          // Refused before any rule is asked, which is a harder refusal than theirs.
          if (expected.every(({ kind }) => kind !== 'success')) continue;
          differing.push(`${file} ${test}: ${error.message}`);
        }
      }
      expect(differing).toEqual([]);
      expect(agreeing).toBeGreaterThan(5);
    },
  );
});
