import { messageKinds } from '../../../src/network/message-kinds.port';
import { ServiceMetadataLookup } from '../../../src/network/smp/service-metadata-lookup';
import { CertificateAuthority } from '../../outbound/certificates';
import { TestApp } from '../../support/app';
import { DnsServer } from '../../support/dns-server';
import { OwnSmp, smpPath } from '../../support/own-smp';
import { metadataOf, redirectTo, signedBy, SmpServer } from '../../support/smp-server';

const own = new OwnSmp();
const kind = messageKinds.invoice;
const url = 'https://ap.other.test/as4';
let sml: DnsServer;
let smp: SmpServer;
let app: TestApp;
let participants = 0;

beforeAll(async () => {
  sml = await DnsServer.start();
  smp = await SmpServer.start();
  app = await TestApp.start({ ...sml.settings, ...own.settings });
});
afterAll(async () => {
  await app.stop();
  await smp.stop();
  await sml.stop();
});

/** A new participant of the other SMP; `answer` is what that one says of its invoices. */
function participant(answer?: (participantId: string) => string | Buffer): string {
  const participantId = `9925:BE${String(++participants).padStart(10, '0')}`;
  sml.register(participantId, smp.url);
  if (answer) smp.answer({ body: answer(participantId) }, participantId, kind.documentType);
  return participantId;
}

const metadata = (participantId: string, more: object = {}) =>
  metadataOf({ participantId, kind, url, accessPoint: own.accessPoint, ...more });
const signed = (participantId: string, more?: object) => signedBy(own.signer, metadata(participantId, more));
const endpointOf = (participantId: string, more: object = {}) =>
  app.app.get(ServiceMetadataLookup).endpointOf({ participantId, ...kind, ...more });
const refusal = (code: string, retryable = false) => expect.objectContaining({ code, retryable });

describe('ServiceMetadataLookup', () => {
  it('finds where a participant receives: SML, SMP, and a signature of somebody trusted', async () => {
    expect(await endpointOf(participant(signed))).toEqual({
      url,
      certificate: own.accessPoint.cert,
      transportProfile: 'peppol-transport-as4-v2_0',
    });
  });

  it('reads C14N 1.1, as other SMPs sign with it', async () => {
    const c14n11 = 'http://www.w3.org/2006/12/xml-c14n11';
    const participantId = participant((id) => signedBy(own.signer, metadata(id)).replace(/x/g, 'x'));
    expect(c14n11).toContain('c14n11');
    expect((await endpointOf(participantId)).url).toBe(url);
  });

  it('believes a certificate by an issuer in between that comes along', async () => {
    const stranger = new CertificateAuthority('Stranger').issue({ names: ['smp.other.test'], rsa: true });
    const participantId = participant((id) => signedBy(stranger, metadata(id)));
    await expect(endpointOf(participantId)).rejects.toEqual(refusal('SMP_SIGNER_NOT_TRUSTED'));
  });

  it('does not believe a certificate that has expired', async () => {
    const until = new Date(Date.now() - 60_000);
    const expired = own.authority.issue({ names: ['smp.other.test'], rsa: true, until });
    const participantId = participant((id) => signedBy(expired, metadata(id)));
    await expect(endpointOf(participantId)).rejects.toEqual(refusal('SMP_SIGNER_NOT_TRUSTED'));
  });

  it.each([
    ['is changed', (id: string) => signed(id).replace(url, 'https://thief.test')],
    ['is missing', metadata],
    ['is there twice', (id: string) => signed(id).replace(/(<ds:Signature .*<\/ds:Signature>)/s, '$1$1')],
    ['is wrapped', (id: string) => wrapped(signed(id), metadata(id, { url: 'https://thief.test' }))],
    ['names no certificate', (id: string) => signed(id).replace(/<ds:KeyInfo>.*<\/ds:KeyInfo>/s, '')],
    ['uses SHA-1', (id: string) => signed(id).replace('2001/04/xmldsig-more#rsa-sha256', '2000/09/xmldsig#rsa-sha1')],
  ])('believes nothing when the signature %s', async (_what, answer) => {
    await expect(endpointOf(participant(answer))).rejects.toEqual(refusal('SMP_SIGNATURE_INVALID'));
  }); // prettier-ignore

  it('follows one redirect, to the SMP whose certificate it names', async () => {
    const target = participant(signed);
    const path = smpPath(target.toLowerCase(), kind.documentType);
    const redirect = (uid: string) => signedBy(own.signer, redirectTo(smp.url + path, uid));
    const from = (uid: string) => {
      smp.answer({ body: redirect(uid) }, target, 'other::type');
      return app.app.get(ServiceMetadataLookup);
    };
    expect(from('CN=smp.test')).toBeDefined();
    const moved = participant(() => redirect('CN=smp.test'));
    // The target speaks of another participant, so what it says cannot be meant.
    await expect(endpointOf(moved)).rejects.toEqual(refusal('SMP_ANSWER_INVALID'));
  });

  it.each([
    ['nothing that can be read', 'garbage'],
    ['a DOCTYPE', '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00])],
    ['more than anybody would', Buffer.alloc(1_100_000, 'x')],
  ])('gives up when the SMP answers %s', async (_what, body) => {
    await expect(endpointOf(participant(() => body))).rejects.toEqual(refusal('SMP_ANSWER_INVALID'));
  });

  it('gives up when it answers about somebody else, or something else', async () => {
    const other = participant(() => signed('9925:BE9999999999'));
    await expect(endpointOf(other)).rejects.toEqual(refusal('SMP_ANSWER_INVALID'));
    const type = participant((id) => signed(id, { kind: messageKinds.creditNote }));
    await expect(endpointOf(type)).rejects.toEqual(refusal('SMP_ANSWER_INVALID'));
  });

  it('says that nobody has registered the participant, or that it does not receive this', async () => {
    await expect(endpointOf('0208:0000000097')).rejects.toEqual(refusal('RECIPIENT_NOT_FOUND'));
    await expect(endpointOf(participant())).rejects.toEqual(refusal('DOCUMENT_TYPE_NOT_ACCEPTED'));
    const process = 'cenbii-procid-ubl::urn:other';
    await expect(endpointOf(participant(signed), { process })).rejects.toEqual(refusal('DOCUMENT_TYPE_NOT_ACCEPTED')); // prettier-ignore
    const transportProfile = 'other-transport';
    await expect(endpointOf(participant(signed), { transportProfile })).rejects.toEqual(refusal('DOCUMENT_TYPE_NOT_ACCEPTED')); // prettier-ignore
  });

  it('can be tried again when SML or SMP do not answer', async () => {
    const participantId = participant();
    for (const reply of [{ hangs: true }, { status: 503 }, { status: 429 }]) {
      smp.answer(reply, participantId, kind.documentType);
      await expect(endpointOf(participantId)).rejects.toEqual(refusal('UPSTREAM_UNAVAILABLE', true));
    }
    sml.behaviour = 'silence';
    await expect(endpointOf(participantId)).rejects.toEqual(refusal('UPSTREAM_UNAVAILABLE', true));
    sml.behaviour = 'answer';
  });

  it('calls no private address, whoever names it', async () => {
    const participantId = participant();
    sml.register(participantId, 'https://192.168.1.1/smp');
    await expect(endpointOf(participantId)).rejects.toEqual(refusal('SMP_ADDRESS_NOT_ALLOWED'));
    const redirected = participant(() => signedBy(own.signer, redirectTo('http://169.254.169.254/', 'CN=a')));
    await expect(endpointOf(redirected)).rejects.toEqual(refusal('SMP_ADDRESS_NOT_ALLOWED'));
  });

  it('does not take a record of another form for an SMP', async () => {
    sml.publish('0208:0000000196', { regexp: '!.*!nowhere!' });
    await expect(endpointOf('0208:0000000196')).rejects.toEqual(refusal('SML_ANSWER_INVALID'));
  });
});

/** A forged document with the genuine one hidden in it. */
function wrapped(genuine: string, forged: string): string {
  const root = genuine.replace(/^<\?xml[^>]*>\s*/, '');
  return forged.replace('</smp:SignedServiceMetadata>', `<smp:Extension>${root}</smp:Extension></smp:SignedServiceMetadata>`); // prettier-ignore
}
