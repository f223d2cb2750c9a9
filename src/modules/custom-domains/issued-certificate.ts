import { X509Certificate } from 'node:crypto';

const renewalShare = 2 / 3;

interface IssuedCertificate {
  certificate: string;
  issuer: string;
  notAfter: Date;
  renewsAfter: Date;
}

/** What is kept of a certificate, from its chain (PEM, its own first). It is renewed at two thirds of the life that it has left. */
export function readCertificate(chain: string, now: Date): IssuedCertificate {
  const leaf = new X509Certificate(chain);
  const notAfter = new Date(leaf.validTo);
  const life = Math.max(notAfter.getTime() - now.getTime(), 0);
  const renewsAfter = new Date(now.getTime() + Math.floor(life * renewalShare));
  return { certificate: chain, issuer: issuerName(leaf.issuer), notAfter, renewsAfter };
}

/** Authorities name their intermediates by a letter and a number: it takes the organization to say who that is. */
function issuerName(issuer: string): string {
  const part = (name: string) =>
    issuer
      .split('\n')
      .find((line) => line.startsWith(`${name}=`))
      ?.slice(name.length + 1);
  return [part('O'), part('CN')].filter(Boolean).join(' ') || issuer;
}
