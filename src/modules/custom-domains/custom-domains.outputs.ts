import { CustomDomainOutput } from '../platform-settings';
import { CustomDomain } from './custom-domain';
import { recordsFor } from './dns-records';

export function toOutput(domain: CustomDomain, target: string): CustomDomainOutput {
  const { organizationId, hostname, status, errorCode, errorMessage, checkedAt } = domain;
  return {
    hostname,
    status,
    dnsRecords: recordsFor(organizationId, hostname, target),
    errorCode,
    errorMessage,
    certificate: certificateOf(domain),
    checkedAt: checkedAt?.toISOString() ?? null,
  };
}

function certificateOf({ issuer, notAfter, renewsAfter }: CustomDomain): CustomDomainOutput['certificate'] {
  if (!issuer || !notAfter || !renewsAfter) return null;
  return { issuer, notAfter: notAfter.toISOString(), renewsAfter: renewsAfter.toISOString() };
}
