import { isIP } from 'node:net';
import { AddressGuard } from './address-guard';

const livePorts = new Set(['', '443', '8443']);

/** Why a URL that a user gave may not be called, in words for that user; nothing when it may. Names are judged when dialled. */
export function refusalOf(url: string, livemode: boolean, guard: AddressGuard): string | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^https?:$/.test(parsed.protocol)) return 'must be an https:// URL';
  if (parsed.username || parsed.password) return 'must not hold a user name or password';
  const host = parsed.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  return refusalOfScheme(parsed, host, livemode) ?? refusalOfHost(host, guard);
}

function refusalOfScheme({ protocol, port }: URL, host: string, livemode: boolean): string | undefined {
  if (protocol === 'http:' && (livemode || !isLoopback(host))) return 'must begin with https://';
  return livemode && !livePorts.has(port) ? 'must use port 443 or 8443' : undefined;
}

function refusalOfHost(host: string, guard: AddressGuard): string | undefined {
  const address = isIP(host) ? host : isLoopback(host) ? '127.0.0.1' : undefined;
  if (!address || guard.allows(address)) return undefined;
  return 'is a private or special-purpose address, which webhooks may not reach';
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127\./.test(host);
}
