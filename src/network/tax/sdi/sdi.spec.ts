import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedPath } from '../../../../test/support/shared';
import { expectWellFormed } from '../../../../test/support/well-formed';
import { parseXml, UnreadableDocument, XmlNode } from '../../../core/xml/xml-tree';
import { notificationFileName, SdiKind, sdiRoots } from './sdi-notification';
import { outcomeOfNotification } from './sdi-outcome';
import { readSdiNotification } from './sdi-reader';
import { writeSdiNotification } from './sdi-writer';

/** Notifications of SDI's own test kit, where they are at hand. */
const samples = sharedPath('data/sdi');
const kindOf = (file: string) => /_11111_([A-Z]{2})_001\.xml$/.exec(file)?.[1] as SdiKind | undefined;
const files = existsSync(samples) ? readdirSync(samples).filter(kindOf) : [];

function linesOf(node: XmlNode, path = node.name): string[] {
  const attributes = Object.entries(node.attributes).filter(([name]) => !['types', 'ds', 'xsi', 'schemaLocation'].includes(name)); // prettier-ignore
  const own = `${path}=${node.children.length === 0 ? node.text.trim() : ''} ${JSON.stringify(attributes)}`;
  return [own, ...node.children.flatMap((child) => linesOf(child, `${path}/${child.name}`))];
}

describe('messages of SDI', () => {
  it('has a sample of every kind at hand, or says that none is read', () => {
    if (files.length === 0) console.warn(`no samples at ${samples}: reading them is skipped`);
    else expect(files.map(kindOf).sort()).toEqual(Object.keys(sdiRoots).sort());
  });

  const compared = files.length > 0 ? it.each(files) : it.skip.each(['samples that are not here']);
  compared('reads %s and writes the same elements again', (file) => {
    const sample = readFileSync(join(samples, file));
    const read = readSdiNotification(sample);
    expect(read.kind).toBe(kindOf(file));
    expect(read.sdiId).toBe('111');
    const written = writeSdiNotification(read);
    expectWellFormed(written);
    expect(linesOf(parseXml(Buffer.from(written)))).toEqual(linesOf(parseXml(sample)));
    expect(readSdiNotification(Buffer.from(written))).toEqual(read);
  });

  it.each([
    ['RC', 'accepted', undefined],
    ['MC', 'accepted', undefined],
    ['AT', 'accepted', undefined],
    ['NE', 'accepted', undefined],
    ['DT', 'accepted', undefined],
    ['NS', 'rejected', '00100'],
    ['SE', 'rejected', 'EN00'],
  ] as const)('takes %s for %s', (kind, state, code) => {
    const notification = {
      kind,
      sdiId: '7',
      errors: [{ code: '00100', description: 'scaduto' }],
      refusal: 'EN00',
    };
    const outcome = outcomeOfNotification(notification, Buffer.from('x'));
    expect(outcome).toMatchObject({ state, reference: '7', receipt: { bytes: Buffer.from('x') } });
    expect(outcome.code).toBe(code);
  });

  it('names an answer after the file that it answers', () => {
    expect(notificationFileName('IT01234567890_11111.xml.p7m', 'RC')).toBe('IT01234567890_11111_RC_001.xml');
    expect(notificationFileName('IT01234567890_0000A.xml', 'NS', 12)).toBe('IT01234567890_0000A_NS_012.xml');
  });

  it.each([
    ['another root', '<x/>', 'no message of SDI'],
    ['the right name in no namespace', '<RicevutaConsegna/>', 'no message of SDI'],
    [
      'no number',
      writeSdiNotification({ kind: 'RC', sdiId: '1', errors: [] }).replace('>1<', '><'),
      'IdentificativoSdI',
    ],
    ['no XML at all', 'NOT XML', 'not well-formed'],
  ])('refuses %s in words', (_what, xml, words) => {
    expect(() => readSdiNotification(Buffer.from(xml))).toThrow(UnreadableDocument);
    expect(() => readSdiNotification(Buffer.from(xml))).toThrow(words);
  });
});
