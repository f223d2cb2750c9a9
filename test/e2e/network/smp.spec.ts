import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { find, parseXml, textAt } from '../../../src/core/xml/xml-tree';
import { messageKinds, receivableDocumentTypes } from '../../../src/network/message-kinds.port';
import { ParticipantRegistry } from '../../../src/network/participant-registry.port';
import { InvalidSignature, verifyEnveloped } from '../../../src/network/smp/metadata-signature';
import { readServiceMetadata } from '../../../src/network/smp/service-metadata-reader';
import { TestApp } from '../../support/app';
import { DnsServer } from '../../support/dns-server';
import { call } from '../../support/http';
import { OwnSmp, smpPath } from '../../support/own-smp';
import { itNeedingCommand } from '../../support/needing';

const participantId = '9925:be0403170701';
const { documentType, process } = messageKinds.invoice;
const own = new OwnSmp();
let sml: DnsServer;
let app: TestApp;

beforeAll(async () => {
  sml = await DnsServer.start();
  app = await TestApp.start({
    ...sml.settings,
    ...own.settings,
    PUBLIC_URL: 'https://exchange.test/',
    PARTICIPANT_REGISTRIES: 'test=sandbox, live=own-smp',
  });
  await app.app.get(ParticipantRegistry).register({
    companyId: 'comp_smp',
    organizationId: 'org_smp',
    livemode: true,
    name: 'ACME',
    country: 'BE',
    participantIds: ['9925:BE0403170701'],
  });
});
afterAll(async () => {
  await app.stop();
  await sml.stop();
});

const get = (path: string) => call('GET', `${app.url}/smp${path}`);
const metadata = async () => (await get(smpPath(participantId, documentType))).text;

/** Says whether xmlsec1, which shares no code with us, believes the signature. */
function believedByXmlsec(xml: string): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'smp-'));
  try {
    const [document, authority] = [join(folder, 'metadata.xml'), join(folder, 'authority.pem')];
    writeFileSync(document, xml);
    writeFileSync(authority, own.authority.certificate);
    return spawnSync('xmlsec1', ['--verify', '--trusted-pem', authority, document]).status === 0;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const itWithXmlsec = itNeedingCommand('xmlsec1');

describe('GET /smp/{participant}', () => {
  it('200: the service group, with an address for each document type', async () => {
    const { status, headers, text } = await get(smpPath(participantId));
    expect([status, headers['content-type']]).toEqual([200, 'text/xml; charset=utf-8']);
    const root = parseXml(Buffer.from(text));
    expect([root.name, root.namespace]).toEqual(['ServiceGroup', 'http://busdox.org/serviceMetadata/publishing/1.0/']); // prettier-ignore
    expect(find(root, 'ParticipantIdentifier')).toMatchObject({
      attributes: { scheme: 'iso6523-actorid-upis' },
      text: participantId,
      namespace: 'http://busdox.org/transport/identifiers/1.0/',
    });
    const references = find(root, 'ServiceMetadataReferenceCollection')!.children;
    expect(references.map(({ attributes }) => attributes.href)).toEqual(
      receivableDocumentTypes.map((type) => `https://exchange.test/smp${smpPath(participantId, type)}`),
    );
  });

  it('200 in any spelling of the participant', async () => {
    expect((await get('/ISO6523-actorid-UPIS%3a%3a9925%3aBE0403170701')).status).toBe(200);
    expect((await get('/iso6523-actorid-upis::9925:be0403170701')).status).toBe(200);
  });

  it('404 for a participant that is not registered here', async () => {
    const { status, headers, text } = await get(smpPath('0208:9999999999'));
    expect([status, headers['content-type']]).toEqual([404, 'text/xml; charset=utf-8']);
    expect(textAt(parseXml(Buffer.from(text)), 'Message')).toBe('This SMP does not know the participant.');
  });

  it.each(['/0208:0123456789', '/other-scheme::0208:0123456789', '/iso6523-actorid-upis::208:1', '/%20'])(
    '400 for %s, which is no participant',
    async (path) => {
      const { status, headers, text } = await get(path);
      expect([status, headers['content-type']]).toEqual([400, 'text/xml; charset=utf-8']);
      expect(parseXml(Buffer.from(text)).name).toBe('Error');
    },
  ); // prettier-ignore
});

it('400 for an address that cannot be decoded', async () => {
  expect((await get('/%E0%A4%A')).status).toBe(400);
});

describe('GET /smp/{participant}/services/{documentType}', () => {
  it('200: where the participant receives it', async () => {
    const { status, headers, text } = await get(smpPath(participantId, documentType));
    expect([status, headers['content-type']]).toEqual([200, 'text/xml; charset=utf-8']);
    expect(readServiceMetadata(Buffer.from(text))).toMatchObject({
      participantId,
      documentType,
      endpoints: [{ process, url: own.accessPointUrl, transportProfile: 'peppol-transport-as4-v2_0' }],
    });
  });

  it.each(receivableDocumentTypes)('200 for %s', async (type) => {
    expect((await get(smpPath(participantId, type))).status).toBe(200);
  });

  it('is signed with RSA-SHA256 over C14N 1.0, by the certificate of the settings', async () => {
    const xml = await metadata();
    for (const algorithm of [
      'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
      'http://www.w3.org/2001/04/xmlenc#sha256',
      'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
      'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
    ])
      expect(xml).toContain(`Algorithm="${algorithm}"`);
    const { signer, content } = verifyEnveloped(xml);
    expect(signer.toString()).toBe(own.signer.cert);
    expect(readServiceMetadata(content).participantId).toBe(participantId);
  });

  it('cannot be tampered with', async () => {
    const tampered = (await metadata()).replace('https://ap.test/as4', 'https://thief.test/as4');
    expect(() => verifyEnveloped(tampered)).toThrow(InvalidSignature);
  });

  itWithXmlsec('is believed by xmlsec1, until it is tampered with', async () => {
    const xml = await metadata();
    expect(believedByXmlsec(xml)).toBe(true);
    expect(believedByXmlsec(xml.replace('https://ap.test/as4', 'https://thief.test/as4'))).toBe(false);
  });

  it('404 for a document type in another spelling, and for an unknown participant', async () => {
    expect((await get(smpPath(participantId, documentType.toLowerCase()))).status).toBe(404);
    expect((await get(smpPath('0208:9999999999', documentType))).status).toBe(404);
  });

  it('400 for what is no document type', async () => {
    expect((await get(smpPath(participantId, 'invoice'))).status).toBe(400);
  });
});
