import { connect, PeerCertificate } from 'node:tls';
import { Transactions } from '../../src/core/database/transaction';
import { CustomDomainOutput, CustomDomains } from '../../src/modules/platform-settings';
import { TestApp } from './app';
import { DnsServer } from './dns-server';
import { eventually } from './eventually';

export const target = 'exchange.flowie.test';

export function chooseDomain(
  app: TestApp,
  organizationId: string,
  hostname: string | null,
): Promise<CustomDomainOutput | null> {
  const domains = app.app.get(CustomDomains);
  return app.app
    .get(Transactions)
    .run((tx) => domains.choose(tx, { organizationId, livemode: false }, hostname));
}

/** Creates the records that an answer asks for, as whoever owns the domain does at their provider. */
export function createRecords(dns: DnsServer, { dnsRecords }: CustomDomainOutput): void {
  dns.set(target, { type: 'A', name: target, ttl: 60, data: '127.0.0.1' });
  for (const { type, name, value } of dnsRecords) dns.set(name, { type, name, ttl: 60, data: value });
}

export function removeRecords(dns: DnsServer, { dnsRecords }: CustomDomainOutput): void {
  for (const { name } of dnsRecords) dns.set(name);
}

/** The domain as its organization reads it, as soon as it is so. */
export async function domainWhen(
  app: TestApp,
  key: string,
  what: string,
  check: (domain: CustomDomainOutput) => boolean,
): Promise<CustomDomainOutput> {
  let last: unknown;
  return eventually(what, async () => {
    const { body } = await app.get('/platform/domain', key);
    last = body;
    return check(body as CustomDomainOutput) && (body as CustomDomainOutput);
  }).catch((error: Error) => {
    throw new Error(`${error.message}; it is ${JSON.stringify(last)}`);
  });
}

interface Greeting {
  certificate: PeerCertificate;
  /** The first line of the answer to a request. */
  answer: string;
}

/** A client that speaks TLS to the port, checks the certificate against the root alone, and asks whether the service lives. */
export function greet(port: number, servername: string, ca: string): Promise<Greeting> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, servername, ca, ALPNProtocols: ['http/1.1'] }, () => {
      const certificate = socket.getPeerCertificate();
      socket.once('data', (data) => {
        socket.destroy();
        resolve({ certificate, answer: data.toString().split('\r\n')[0]! });
      });
      socket.write(`GET /health/liveness HTTP/1.1\r\nHost: ${servername}\r\n\r\n`);
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('closed')));
  });
}

/** The code with which such a client ends. */
export function refusedGreeting(port: number, servername: string, ca: string): Promise<string> {
  return greet(port, servername, ca).then(
    () => 'served',
    (error: NodeJS.ErrnoException) => error.code ?? error.message,
  );
}
