import { isIP, isIPv4 } from 'node:net';
import { AddressGuard } from './address-guard';

const longestUrl = 2_000;
const livePorts = new Set(['', '443', '8443']);

/** Why a URL that a user gave may not be called, in words for that user; nothing when it may. Names are judged when dialled. */
export function refusalOf(url: string, livemode: boolean, guard: AddressGuard): string | undefined {
  if (url.length > longestUrl) return `must not be longer than ${longestUrl} characters`;
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

/** What a name leads to is judged when it is dialled; refusing the plainly private ones here only tells the user sooner. */
function refusalOfHost(host: string, guard: AddressGuard): string | undefined {
  if (isIP(host)) {
    return guard.allows(host)
      ? undefined
      : 'is a private or special-purpose address, which webhooks may not reach';
  }
  if (isLoopbackName(host) && guard.allowsLoopback) return undefined;
  return isPrivateName(host) ? 'is a name of a private network, which webhooks may not reach' : undefined;
}

function isPrivateName(host: string): boolean {
  return !host.includes('.') || isLoopbackName(host) || /\.(local|internal)$/.test(host);
}

function isLoopback(host: string): boolean {
  return isLoopbackName(host) || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

function isLoopbackName(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost');
}
