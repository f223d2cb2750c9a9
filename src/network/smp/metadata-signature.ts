import { KeyObject, X509Certificate } from 'node:crypto';
import { DOMParser } from '@xmldom/xmldom';
import { C14nCanonicalization, SignedXml } from 'xml-crypto';

const signatureNamespace = 'http://www.w3.org/2000/09/xmldsig#';
const canonical = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';
const canonical11 = 'http://www.w3.org/2006/12/xml-c14n11';
const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const enveloped = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';
const rsaSha256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const sha256 = 'http://www.w3.org/2001/04/xmlenc#sha256';

/** Why signed metadata must not be believed. */
export class InvalidSignature extends Error {}

/** What a signature covers, and whose it is; the certificates that came with it may lead to an anchor. */
export interface SignedContent {
  content: Buffer;
  signer: X509Certificate;
  certificates: X509Certificate[];
}

/** The document with an enveloped signature of all of it, as the last child of its root. */
export function signEnveloped(xml: string, key: KeyObject, certificate: X509Certificate): string {
  const signer = new SignedXml({
    privateKey: key.export({ type: 'pkcs8', format: 'pem' }),
    publicCert: certificate.toString(),
    signatureAlgorithm: rsaSha256,
    canonicalizationAlgorithm: canonical,
  });
  const transforms = [enveloped, canonical];
  signer.addReference({ xpath: '/*', transforms, digestAlgorithm: sha256, uri: '', isEmptyUri: true });
  signer.computeSignature(xml, { location: { reference: '/*', action: 'append' }, prefix: 'ds' });
  return signer.getSignedXml();
}

/** The part of the document that its signature covers, in canonical form: the only part to be read. Throws InvalidSignature. */
export function verifyEnveloped(xml: string): SignedContent {
  const signature = signatureOf(xml);
  const certificates = certificatesIn(signature);
  const [signer] = certificates;
  if (!signer) throw new InvalidSignature('the signature names no certificate');
  const verifier = new SignedXml({
    publicCert: signer.publicKey.export({ type: 'spki', format: 'pem' }),
    getCertFromKeyInfo: () => null,
  });
  restrict(verifier);
  try {
    verifier.loadSignature(signature);
    if (!verifier.checkSignature(xml)) throw new Error('a digest does not match');
  } catch (error) {
    throw new InvalidSignature((error as Error).message);
  }
  const [reference, ...more] = verifier.getReferences();
  const [content] = verifier.getSignedReferences();
  if (reference?.uri !== '' || more.length > 0 || !content)
    throw new InvalidSignature('the signature does not cover the whole document');
  return { content: Buffer.from(content), signer, certificates };
}

/** Exactly one, right below the root: a second one, or one that is hidden deeper, is a trick. */
function signatureOf(xml: string): Element {
  const { documentElement } = new DOMParser().parseFromString(xml, 'text/xml');
  const all = Array.from(documentElement.getElementsByTagNameNS(signatureNamespace, 'Signature'));
  const details = documentElement.getElementsByTagNameNS('*', 'SignedInfo');
  if (all.length !== 1 || details.length !== 1 || all[0]!.parentNode !== documentElement)
    throw new InvalidSignature('there must be exactly one signature, below the root');
  return all[0]!;
}

function certificatesIn(signature: Element): X509Certificate[] {
  const elements = Array.from(signature.getElementsByTagNameNS(signatureNamespace, 'X509Certificate'));
  try {
    return elements.map(({ textContent }) => new X509Certificate(Buffer.from(textContent ?? '', 'base64')));
  } catch {
    throw new InvalidSignature('a certificate of the signature cannot be read');
  }
}

/** What Peppol allows and no more. C14N 1.1 differs from 1.0 only for parts of documents, and here the whole one is signed. */
function restrict(verifier: SignedXml): void {
  const { CanonicalizationAlgorithms, SignatureAlgorithms, HashAlgorithms } = verifier;
  verifier.SignatureAlgorithms = { [rsaSha256]: SignatureAlgorithms[rsaSha256]! };
  verifier.HashAlgorithms = { [sha256]: HashAlgorithms[sha256]! };
  verifier.CanonicalizationAlgorithms = {
    [enveloped]: CanonicalizationAlgorithms[enveloped]!,
    [exclusive]: CanonicalizationAlgorithms[exclusive]!,
    [canonical]: C14nCanonicalization,
    [canonical11]: C14nCanonicalization,
  };
}
