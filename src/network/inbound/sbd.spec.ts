import { parseXml } from '../../core/xml/xml-tree';
import { messageKinds } from '../message-kinds.port';
import { StandardBusinessDocument } from './sbd';
import { readSbd } from './sbd-reader';
import { writeSbd } from './sbd-writer';

const payload =
  '<Invoice xmlns="urn:x:Invoice-2">\r\n  <Note>Zoë 😀 &amp; <![CDATA[<b>]]></Note>\t<Empty />\n</Invoice>';

const document = (text: string): StandardBusinessDocument => ({
  instanceId: 'doc_01HY3AB9C2DE3FG4HJ5KMNPQRS',
  sender: '0225:797978996',
  receiver: '0208:0123456749',
  ...messageKinds.invoice,
  senderCountry: 'FR',
  createdAt: new Date('2026-04-25T10:00:00.000Z'),
  payload: Buffer.from(text),
});

describe('the Standard Business Document', () => {
  it('comes back as it was written, the payload byte for byte', () => {
    expect(readSbd(writeSbd(document(payload)))).toEqual(document(payload));
  });

  it('leaves out what may not stand within a document: byte order mark and XML declaration', () => {
    const whole = `\uFEFF<?xml version="1.0" encoding="UTF-8"?>\n${payload}\n`;
    expect(readSbd(writeSbd(document(whole))).payload.toString()).toBe(payload);
  });

  it('names the root of the payload in its header', () => {
    const { children } = parseXml(writeSbd(document('<u:Order a="1>2" xmlns:u="urn:order"/>')));
    const texts = children[0]!.children.find(({ name }) => name === 'DocumentIdentification')!.children;
    expect(texts.map(({ name, text }) => [name, text])).toEqual([
      ['Standard', 'urn:order'],
      ['TypeVersion', '2.1'],
      ['InstanceIdentifier', 'doc_01HY3AB9C2DE3FG4HJ5KMNPQRS'],
      ['Type', 'Order'],
      ['CreationDateAndTime', '2026-04-25T10:00:00.000Z'],
    ]);
  });

  it('reads one that others wrote: with prefixes, spaces and prefixes of its own that the payload uses', () => {
    const text = writeSbd(document(payload)).toString();
    const theirs = text
      .replace(
        /<(\/?)(?=Standard|Header|Sender|Receiver|Identifier|Document|Type|Instance|Creation|Business|Scope)/g,
        '<$1sh:',
      )
      .replace(' xmlns=', ' xmlns:sh=')
      .replace('<sh:StandardBusinessDocument ', '<sh:StandardBusinessDocument xmlns:cac="urn:cac" ')
      .replace(payload, '\n  <i:Order xmlns:i="urn:i"><cac:Line/></i:Order>\n');
    const read = readSbd(Buffer.from(theirs));
    expect(read).toMatchObject({ sender: '0225:797978996', process: messageKinds.invoice.process });
    expect(read.payload.toString()).toBe(
      '<i:Order xmlns:cac="urn:cac" xmlns:i="urn:i"><cac:Line/></i:Order>',
    );
  });

  it.each([
    ['no XML', 'nothing', /not well-formed/],
    ['another document', '<Invoice xmlns="urn:x"/>', /no StandardBusinessDocument, but Invoice/],
    ['a doctype', '<!DOCTYPE a [<!ENTITY b "c">]><a/>', /DOCTYPE/],
    ['no sender', edited(/<Sender>.*<\/Sender>/), /Sender is not a participant id/],
    ['no instance id', edited(/<InstanceIdentifier>doc_\w+<\/InstanceIdentifier>/), /no InstanceIdentifier/],
    ['no document type', edited(/<Scope><Type>DOCUMENTID.*?<\/Scope>/), /DOCUMENTID has no/],
    ['no day', edited(/2026-04-25T/, 'soon'), /CreationDateAndTime/],
    ['no payload', edited(payload), /one payload/],
    ['two payloads', edited(payload, payload + payload), /one payload/],
  ])('refuses one with %s', (_what, text, message) => {
    expect(() => readSbd(Buffer.from(text))).toThrow(message);
  });
});

function edited(part: string | RegExp, by = ''): string {
  return writeSbd(document(payload)).toString().replace(part, by);
}
