import { Resolver } from 'node:dns/promises';
import { Injectable } from '@nestjs/common';
import { Settings } from '../../core/config/settings';
import { challengeNameOf, ownershipToken, targetOf } from './dns-records';

type DnsProblemCode =
  'DNS_OWNERSHIP_MISSING' | 'DNS_ROUTING_MISSING' | 'DNS_ROUTING_ELSEWHERE' | 'DNS_APEX' | 'DNS_UNREACHABLE';

/** What DNS lacks, in words for whoever owns the domain. */
export class DnsProblem extends Error {
  constructor(
    readonly code: DnsProblemCode,
    message: string,
  ) {
    super(message);
  }
}

/** What DNS says of a name that does not exist, or has no such record. */
const absent = new Set(['ENOTFOUND', 'ENODATA']);
const shownValues = 3;

/** Looks whether a domain has the records that it needs. */
@Injectable()
export class DnsCheck {
  private readonly resolver: Resolver;
  private readonly target: string;

  constructor(settings: Settings) {
    // A lost packet is asked for again; the second wait is twice the first, so both make up the whole time.
    this.resolver = new Resolver({ timeout: Math.ceil(settings.LOOKUP_TIMEOUT_MS / 3), tries: 2 });
    this.target = targetOf(settings);
    if (settings.DNS_SERVERS === '') return;
    try {
      this.resolver.setServers(settings.DNS_SERVERS.split(',').map((server) => server.trim()));
    } catch {
      const example = 'must be addresses such as 9.9.9.9 or 127.0.0.1:5353, comma separated';
      throw new Error(`DNS_SERVERS is "${settings.DNS_SERVERS}" but ${example}.`);
    }
  }

  /** Throws DnsProblem with the first thing that is missing. */
  async check(organizationId: string, hostname: string): Promise<void> {
    await this.ownership(organizationId, hostname);
    const problem = await this.routingProblem(hostname);
    if (problem) throw problem;
  }

  private async ownership(organizationId: string, hostname: string): Promise<void> {
    const name = challengeNameOf(hostname);
    const token = ownershipToken(organizationId, hostname);
    const found = (await known(name, this.resolver.resolveTxt(name))).map((chunks) => chunks.join(''));
    if (found.includes(token)) return;
    const instead = found.length > 0 ? `it says ${quoted(found)}` : 'there is none';
    throw new DnsProblem(
      'DNS_OWNERSHIP_MISSING',
      `The TXT record ${name} must say "${token}", but ${instead}. New records may take hours to be seen everywhere.`,
    );
  }

  private async routingProblem(hostname: string): Promise<DnsProblem | undefined> {
    const { target } = this;
    const [alias] = await known(hostname, this.resolver.resolveCname(hostname));
    if (alias?.toLowerCase() === target) return undefined;
    const addresses = await this.addressesOf(hostname);
    const ours = addresses.length > 0 ? await this.addressesOf(target) : [];
    // Providers that flatten a CNAME, or follow others on the way, end at the same addresses.
    if (addresses.length > 0 && addresses.every((address) => ours.includes(address))) return undefined;
    const wanted = `${hostname} must be a CNAME record of ${target}`;
    if (alias)
      return new DnsProblem('DNS_ROUTING_ELSEWHERE', `${wanted}, but it is one of ${alias}: change it.`);
    if (await this.isApex(hostname))
      return new DnsProblem('DNS_APEX', apexWords(hostname, target, addresses));
    if (addresses.length === 0)
      return new DnsProblem('DNS_ROUTING_MISSING', `${wanted}, but there is no record of that name yet.`);
    const instead = `it has addresses of its own (${listed(addresses)}): remove those and create the CNAME record.`;
    return new DnsProblem('DNS_ROUTING_ELSEWHERE', `${wanted}, but ${instead}`);
  }

  private async addressesOf(name: string): Promise<string[]> {
    const both = [known(name, this.resolver.resolve4(name)), known(name, this.resolver.resolve6(name))];
    return (await Promise.all(both)).flat();
  }

  private async isApex(hostname: string): Promise<boolean> {
    return (await known(hostname, this.resolver.resolveNs(hostname))).length > 0;
  }
}

async function known<T>(name: string, answer: Promise<T[]>): Promise<T[]> {
  try {
    return await answer;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (absent.has(code)) return [];
    const message = `The name servers of ${name} do not answer (${code}); they are asked again.`;
    throw new DnsProblem('DNS_UNREACHABLE', message);
  }
}

function apexWords(hostname: string, target: string, addresses: string[]): string {
  const leads = addresses.length > 0 ? ` It leads to ${listed(addresses)} now.` : '';
  return (
    `${hostname} is the apex of a DNS zone, where no CNAME record may stand beside the zone's other records.${leads} Choose a subdomain ` +
    `such as peppol.${hostname}, or an ALIAS record of ${target} if your provider offers that.`
  );
}

const listed = (values: string[]) => values.slice(0, shownValues).join(', ');
const quoted = (values: string[]) =>
  values
    .slice(0, shownValues)
    .map((value) => `"${value.slice(0, 80)}"`)
    .join(', ');
