import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedPath } from '../../../../test/support/shared';
import { expectWellFormed } from '../../../../test/support/well-formed';
import { parseXml, UnreadableDocument, XmlNode } from '../../../core/xml/xml-tree';
import { LifecycleStatus } from '../document-states';
import { transitions } from '../lifecycle/transitions';
import { readInvoiceResponse } from './invoice-response-reader';
import { writeInvoiceResponse } from './invoice-response-writer';
import { LifecycleMessage } from './lifecycle-message';

const official = sharedPath('data/responses');
const names = existsSync(official)
  ? readdirSync(official).filter((name) => name !== 'MessageLevelResponse_Example.xml')
  : [];

/** What our messages have no place for, with what stands below it: all of it optional in T111. */
const leftOut = [
  'Note',
  'SenderParty/PartyIdentification',
  'SenderParty/Contact',
  'ReceiverParty/PartyIdentification',
  'DocumentResponse/Response/EffectiveDate',
  'DocumentResponse/IssuerParty',
];

/** The paths of all elements in their order; codes of actions and foreign conditions are none of ours. */
function pathsOf(node: XmlNode, path = ''): string[] {
  return node.children.flatMap((child) => {
    const own = path ? `${path}/${child.name}` : child.name;
    return leftOut.includes(own) ? [] : [own, ...pathsOf(child, own)];
  });
}

function withoutActions(node: XmlNode): XmlNode {
  const isAction = ({ name, attributes }: XmlNode) =>
    name === 'StatusReasonCode' && attributes.listID === 'OPStatusAction';
  const children = node.children
    .filter((child) => !isAction(child) && child.name !== 'Condition')
    .map(withoutActions)
    .filter(({ name, children }) => name !== 'Status' || children.length > 0);
  return { ...node, children };
}

const party = (participantId: string, name: string) => ({ participantId, name });

function message(overrides: Partial<LifecycleMessage> = {}): LifecycleMessage {
  const seller = party('0208:0123456789', 'Seller & Sons');
  const buyer = party('0208:9876543210', 'Buyer "B"');
  return {
    id: 'resp_1',
    issuedAt: new Date('2026-05-01T10:11:12.345Z'),
    status: 'approved',
    payments: [],
    sender: buyer,
    receiver: seller,
    document: { number: 'INV <1>', issueDate: '2026-04-25', typeCode: '380', seller, buyer },
    ...overrides,
  };
}

const written = (overrides: Partial<LifecycleMessage>) => writeInvoiceResponse(message(overrides));
const read = (xml: string) => readInvoiceResponse(Buffer.from(xml));

describe('the Invoice Response', () => {
  (names.length > 0 ? it.each(names) : it.skip.each(['the samples, which are not here']))(
    'has the elements of %s in their order',
    (name) => {
      const bytes = readFileSync(join(official, name));
      const again = writeInvoiceResponse(readInvoiceResponse(bytes));
      expect(pathsOf(parseXml(Buffer.from(again)))).toEqual(pathsOf(withoutActions(parseXml(bytes))));
    },
  );

  it('is well-formed for xmllint', () => {
    const input = written({ status: 'rejected', reasonCode: 'TX_TVA_ERR', reason: 'a < b & c' });
    expectWellFormed(input);
  });

  it.each(Object.keys(transitions).filter((status) => transitions[status as LifecycleStatus].peppol))(
    'carries %s there and back',
    (status) => {
      const { setBy, reasonCodes } = transitions[status as LifecycleStatus];
      const { seller, buyer } = message().document;
      const [sender, receiver] = setBy === 'seller' ? [seller, buyer] : [buyer, seller];
      const given = message({
        status: status as LifecycleStatus,
        sender,
        receiver,
        reasonCode: reasonCodes?.[0],
      });
      const { reason: _words, ...back } = read(writeInvoiceResponse(given));
      expect(back).toEqual({
        ...given,
        reasonCode: given.reasonCode ?? (status === 'cancelled' ? 'OTH' : undefined),
      });
    },
  );

  it('carries payments', () => {
    const payments = [
      { amount: '500.00', currency: 'EUR', date: '2026-05-01', vatRate: '20' },
      { amount: '12.5', currency: 'EUR', date: '2026-05-02', vatRate: undefined },
    ];
    const xml = written({ status: 'paid', reasonCode: 'PPD', payments });
    expect(xml).toContain('>PPD<');
    expect(read(xml)).toMatchObject({ status: 'paid', reasonCode: 'PPD', payments });
  });

  it('gives the clarification that Peppol knows, and the exact one beside it', () => {
    const xml = written({ status: 'rejected', reasonCode: 'CMD_ERR' });
    expect(xml).toContain('<cbc:StatusReasonCode listID="OPStatusReason">REF</cbc:StatusReasonCode>');
    expect(read(xml).reasonCode).toBe('CMD_ERR');
  });

  it('believes the code where a condition contradicts it', () => {
    const xml = written({ status: 'suspended', reasonCode: 'CMD_ERR' });
    const forged = xml.replace('</cac:Status>', '<cac:Condition><cbc:AttributeID>Lifecycle status</cbc:AttributeID><cbc:Description>paid</cbc:Description></cac:Condition></cac:Status>'); // prettier-ignore
    expect(read(forged).status).toBe('suspended');
  });

  it.each([
    ['another root', '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>'],
    ['no XML', 'hello'],
    ['an unknown code', written({}).replace('>AP<', '>XX<')],
    ['no reference', written({}).replace(/<cac:DocumentReference>.*<\/cac:DocumentReference>/, '')],
    ['no day', written({}).replace('2026-05-01', '2026-02-31')],
  ])('cannot be read with %s', (_what, xml) => {
    expect(() => read(xml)).toThrow(UnreadableDocument);
  });
});
