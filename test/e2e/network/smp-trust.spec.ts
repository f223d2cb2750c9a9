import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CertificateAuthority, IssuedCertificate } from '../../outbound/certificates';
import { failure, LookupScene } from '../../support/lookup-scene';
import { redirectTo, signedBy } from '../../support/smp-server';
import { itNeedingCommand } from '../../support/needing';

let scene: LookupScene;

beforeAll(async () => {
  scene = await LookupScene.start();
});
afterAll(() => scene.stop());

const { endpointUrl } = LookupScene;
const endpointOf = (answer: (participantId: string) => string) => scene.endpointOf(scene.participant(answer));
const signed = (participantId: string) => scene.signed(participantId);
const signedAs = (certificate: IssuedCertificate) => (participantId: string) =>
  signedBy(certificate, scene.metadata(participantId));
const signerOf = (authority: CertificateAuthority, more: object = {}) =>
  authority.issue({ names: ['smp.other.test'], rsa: true, ...more });

describe('the signature of service metadata', () => {
  it.each([
    ['is changed', (id: string) => signed(id).replace(endpointUrl, 'https://thief.test')],
    ['is missing', (id: string) => scene.metadata(id)],
    ['is there twice', (id: string) => signed(id).replace(/(<ds:Signature .*<\/ds:Signature>)/s, '$1$1')],
    ['is that of a document hidden within', (id: string) => wrapped(signed(id), scene.metadata(id))],
    ['names no certificate', (id: string) => signed(id).replace(/<ds:KeyInfo>.*<\/ds:KeyInfo>/s, '')],
    ['names one that cannot be read', (id: string) => signed(id).replace(/(X509Certificate>)[^<]+/, '$1AAAA')],
    ['uses SHA-1', (id: string) => signed(id).replace('2001/04/xmldsig-more#rsa-sha256', '2000/09/xmldsig#rsa-sha1')],
  ])('is not believed when it %s', async (_what, answer) => {
    await expect(endpointOf(answer)).rejects.toEqual(failure('SMP_SIGNATURE_INVALID'));
  }); // prettier-ignore

  itNeedingCommand('xmlsec1').each([
    'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
    'http://www.w3.org/2006/12/xml-c14n11',
    'http://www.w3.org/2001/10/xml-exc-c14n#',
  ])('is believed when xmlsec1 has made it, with %s', async (canonicalisation) => {
    const { signer } = scene.certificates;
    const found = await endpointOf((id) => signedByXmlsec(signer, scene.metadata(id), canonicalisation));
    expect(found.url).toBe(endpointUrl);
  });
});

describe('the signer of service metadata', () => {
  it('is believed when an issuer in between, which comes along, leads to an anchor', async () => {
    const between = new CertificateAuthority('SMP issuer', scene.certificates.authority);
    const sign = signedAs(signerOf(between));
    const along = between.certificate.replace(/-----.*-----|\s/g, '');
    const accompanied = (id: string) =>
      sign(id).replace('</ds:X509Data>', `<ds:X509Certificate>${along}</ds:X509Certificate></ds:X509Data>`); // prettier-ignore
    expect((await endpointOf(accompanied)).url).toBe(endpointUrl);
    await expect(endpointOf(sign)).rejects.toEqual(failure('SMP_SIGNER_NOT_TRUSTED'));
  });

  it('is not believed when a stranger has issued its certificate', async () => {
    // Of the same name as the anchor, so that only its key gives it away.
    const stranger = signerOf(new CertificateAuthority('Test SMP authority'));
    await expect(endpointOf(signedAs(stranger))).rejects.toEqual(failure('SMP_SIGNER_NOT_TRUSTED'));
  });

  it('is not believed before or after the time of its certificate', async () => {
    const { authority } = scene.certificates;
    const minute = 60_000;
    const [past, future] = [-minute, minute].map((offset) => new Date(Date.now() + offset)) as [Date, Date];
    for (const times of [{ until: past }, { from: future }])
      await expect(endpointOf(signedAs(signerOf(authority, times)))).rejects.toEqual(failure('SMP_SIGNER_NOT_TRUSTED')); // prettier-ignore
  });
});

describe('a redirect to another SMP', () => {
  const redirect = (path: string, certificateUid: string) =>
    signedBy(scene.certificates.signer, redirectTo(scene.smp.url + path, certificateUid));
  /** Looks up a participant whose SMP sends us to what another one says. */
  const redirected = (path: string, certificateUid: string, answer?: (participantId: string) => string) =>
    endpointOf((participantId) => {
      if (answer) scene.smp.answerAt(path, { body: answer(participantId) });
      return redirect(path, certificateUid);
    });

  it('is followed, to the SMP whose certificate it names', async () => {
    expect((await redirected('/moved', 'CN=smp.test', signed)).url).toBe(endpointUrl);
  });

  it('is not believed when a certificate of another name has signed there', async () => {
    const outcome = redirected('/another', 'CN=other.test,O=Other', signed);
    await expect(outcome).rejects.toEqual(failure('SMP_SIGNER_NOT_TRUSTED'));
  });

  it('is followed once only', async () => {
    const outcome = redirected('/circle', 'CN=smp.test', () => redirect('/circle', 'CN=smp.test'));
    await expect(outcome).rejects.toEqual(failure('SMP_ANSWER_INVALID'));
  });

  it('that leads nowhere means that the participant does not receive this', async () => {
    await expect(redirected('/gone', 'CN=smp.test')).rejects.toEqual(failure('DOCUMENT_TYPE_NOT_ACCEPTED'));
  });
});

/** A forged document with the genuine one hidden in it. */
function wrapped(genuine: string, forged: string): string {
  const root = genuine.replace(/^<\?xml[^>]*>\s*/, '');
  const end = '</smp:SignedServiceMetadata>';
  return forged.replace(end, `<smp:Extension>${root}</smp:Extension>${end}`);
}

/** Signed by code that is not ours. */
function signedByXmlsec({ key, cert }: IssuedCertificate, xml: string, canonicalisation: string): string {
  const template = `<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo><CanonicalizationMethod Algorithm="${canonicalisation}"/><SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/><Reference URI=""><Transforms><Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/><Transform Algorithm="${canonicalisation}"/></Transforms><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue/></Reference></SignedInfo><SignatureValue/><KeyInfo><X509Data/></KeyInfo></Signature>`;
  const end = '</smp:SignedServiceMetadata>';
  const folder = mkdtempSync(join(tmpdir(), 'smp-'));
  try {
    const files = {
      key: join(folder, 'key.pem'),
      cert: join(folder, 'cert.pem'),
      xml: join(folder, 'x.xml'),
    };
    writeFileSync(files.key, key);
    writeFileSync(files.cert, cert);
    writeFileSync(files.xml, xml.replace(end, template + end));
    const { stdout, stderr } = spawnSync('xmlsec1', ['--sign', '--privkey-pem', `${files.key},${files.cert}`, files.xml]); // prettier-ignore
    if (stdout.length === 0) throw new Error(stderr.toString());
    return stdout.toString();
  } finally {
    rmSync(folder, { recursive: true });
  }
}
