import { sha256Hex } from '../../core/crypto/digests';
import { Settings } from '../../core/config/settings';
import { DnsRecordOutput } from '../platform-settings';

export function challengeNameOf(hostname: string): string {
  return `_flowie-challenge.${hostname}`;
}

/**
 * Says whose claim the owner of the domain consents to. No secret: whoever can write it into the zone owns the name, and it names one
 * organization. Always the same, so that a record survives a domain that is dropped and chosen again.
 */
export function ownershipToken(organizationId: string, hostname: string): string {
  return `flowie-domain=${sha256Hex(`custom-domain:${organizationId}:${hostname}`).slice(0, 32)}`;
}

/** The host that all custom domains lead to. */
export function targetOf({ CUSTOM_DOMAIN_TARGET, PUBLIC_URL }: Settings): string {
  return (CUSTOM_DOMAIN_TARGET || new URL(PUBLIC_URL).hostname).toLowerCase();
}

/** What the owner of the domain must create at their name server. */
export function recordsFor(organizationId: string, hostname: string, target: string): DnsRecordOutput[] {
  return [
    { type: 'CNAME', name: hostname, value: target, purpose: 'routing' },
    {
      type: 'TXT',
      name: challengeNameOf(hostname),
      value: ownershipToken(organizationId, hostname),
      purpose: 'ownership',
    },
  ];
}
