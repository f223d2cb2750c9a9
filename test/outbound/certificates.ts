import { createHash, generateKeyPairSync, KeyObject, randomBytes, sign, X509Certificate } from 'node:crypto';

/** DER: a tag, the length, the content. */
function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

const sequence = (...parts: Buffer[]) => der(0x30, ...parts);
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'));
const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));
const boolean = der(0x01, Buffer.from([0xff]));

function nameOf(commonName: string): Buffer {
  return sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(commonName)))));
}

function utcTime(date: Date): Buffer {
  return der(0x17, Buffer.from(`${date.toISOString().replace(/\D/g, '').slice(2, 14)}Z`));
}

function alternativeNames(names: string[]): Buffer {
  const entries = names.map((name) => der(0x82, Buffer.from(name)));
  return sequence(oid('551d11'), der(0x04, sequence(...entries)));
}

const isAuthority = sequence(oid('551d13'), boolean, der(0x04, sequence(boolean)));
const day = 86_400_000;

export interface IssuedCertificate {
  key: string;
  cert: string;
  sha256: string;
  validTo: string;
}

interface Wanted {
  names: string[];
  from?: Date;
  until?: Date;
  /** A key for signatures of documents, which are RSA's. */
  rsa?: boolean;
}

/** Issues certificates as a public authority does, so that tests meet the very errors of real TLS. */
export class CertificateAuthority {
  private readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly certificate: string;

  /** Of its own, or one that another authority vouches for. */
  constructor(
    private readonly name = 'Test authority',
    issuer?: CertificateAuthority,
  ) {
    const { name: issuerName, keys } = issuer ?? this;
    this.certificate = pemOf(issue(name, issuerName, this.keys.publicKey, keys.privateKey, isAuthority));
  }

  issue(wanted: Wanted): IssuedCertificate {
    const { publicKey, privateKey } = wanted.rsa
      ? generateKeyPairSync('rsa', { modulusLength: 2_048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const extension = alternativeNames(wanted.names);
    const raw = issue(wanted.names[0]!, this.name, publicKey, this.keys.privateKey, extension, wanted);
    return issued(raw, privateKey);
  }

  /** A certificate, in PEM, for a key that its owner has made. */
  certify(name: string, publicKey: KeyObject): string {
    return pemOf(issue(name, this.name, publicKey, this.keys.privateKey, alternativeNames([name])));
  }
}

export function selfSigned(wanted: Wanted): IssuedCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const [name] = wanted.names as [string];
  return issued(issue(name, name, publicKey, privateKey, alternativeNames(wanted.names), wanted), privateKey);
}

function issue(
  subject: string,
  issuer: string,
  publicKey: KeyObject,
  signingKey: KeyObject,
  extension: Buffer,
  { from = new Date(Date.now() - day), until = new Date(Date.now() + 30 * day) }: Partial<Wanted> = {},
): Buffer {
  const toBeSigned = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    nameOf(issuer),
    sequence(utcTime(from), utcTime(until)),
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(extension)),
  );
  const signature = sign('sha256', toBeSigned, signingKey);
  return sequence(toBeSigned, ecdsaWithSha256, der(0x03, Buffer.from([0]), signature));
}

function issued(raw: Buffer, key: KeyObject): IssuedCertificate {
  return {
    key: key.export({ type: 'pkcs8', format: 'pem' }) as string,
    cert: pemOf(raw),
    sha256: createHash('sha256').update(raw).digest('hex'),
    validTo: new Date(new X509Certificate(raw).validTo).toISOString(),
  };
}

function pemOf(raw: Buffer): string {
  return new X509Certificate(raw).toString();
}
