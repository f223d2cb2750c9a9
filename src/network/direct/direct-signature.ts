import { createPrivateKey, KeyObject, sign, verify, X509Certificate } from 'node:crypto';
import { pemOf } from '../pem';

export const directProfile = 'flowie-http-v1';
export const signatureHeader = 'x-flowie-direct-signature';

const algorithm = 'RSA-SHA256';

/** Reads DIRECT_SIGNING_KEY; throws one sentence that names it. */
export function readSigningKey(text: string): KeyObject {
  const pem = pemOf('DIRECT_SIGNING_KEY', text);
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'rsa') return key;
  } catch {
    // What OpenSSL says of a broken key helps nobody, and might show a part of it.
  }
  throw new Error('DIRECT_SIGNING_KEY must be an RSA private key in PEM; NETWORK_GATEWAYS names direct.');
}

/** Over the raw bytes, in base64. */
export function signatureOf(body: Buffer, key: KeyObject): string {
  return sign(algorithm, body, key).toString('base64');
}

/** Whether who holds the key of that certificate has signed these bytes. */
export function isSignedBy(certificate: string, body: Buffer, signature: string): boolean {
  try {
    const { publicKey } = new X509Certificate(certificatePem(certificate));
    if (publicKey.asymmetricKeyType !== 'rsa') return false;
    return verify(algorithm, body, publicKey, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

/** An SMP publishes the bare base64 of the DER. */
function certificatePem(certificate: string): string {
  if (certificate.includes('-----BEGIN')) return certificate;
  return `-----BEGIN CERTIFICATE-----\n${certificate.trim()}\n-----END CERTIFICATE-----\n`;
}
