import { text, whole } from './setting-words';

/** The domains of organizations: where they lead, who certifies them, and where TLS is served for them. */
export const domainSettings = {
  CUSTOM_DOMAIN_TARGET: text(
    '',
    'Host name that the CNAME records of custom domains must name; empty: the host of PUBLIC_URL.',
  ),
  DNS_SERVERS: text(
    '',
    "Name servers that are asked for the records of custom domains, as address or address:port, comma separated; empty: the system's own.",
  ),
  ACME_DIRECTORY_URL: text(
    'https://acme-v02.api.letsencrypt.org/directory',
    'Certificate authority (ACME) that certifies custom domains; its terms of service are agreed to.',
  ),
  ACME_EMAIL: text('', 'Whom the certificate authority may write to; empty: nobody.'),
  ACME_CA: text(
    '',
    'Certificates (PEM, or the path of a file) that the certificate authority itself is known by, when it is a private one.',
  ),
  TLS_PORT: whole(
    0,
    'Port on which TLS is served for custom domains, 443 as seen from outside; 0: none.',
    0,
    65_535,
  ),
  TLS_CERTIFICATE: text(
    '',
    "Certificate for the host of PUBLIC_URL on TLS_PORT, with its chain (PEM, or the path of a file); empty: custom domains' alone.",
  ),
  TLS_KEY: text('', 'The private key of TLS_CERTIFICATE (PEM, or the path of a file).'),
} as const;
