import { AddressRanges, familyOf, isRange } from './address-ranges';

/** Special-purpose ranges of the IANA registries: no address that a user gives may lead there. */
const specialPurpose = new AddressRanges([
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24',
  '192.31.196.0/24', '192.52.193.0/24', '192.88.99.0/24', '192.168.0.0/16', '192.175.48.0/24', '198.18.0.0/15', '198.51.100.0/24',
  '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4', '2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20',
]); // prettier-ignore

/** All other IPv6 is special in some way, or not given out yet. */
const globalIPv6 = new AddressRanges(['2000::/3']);

/** Where clouds keep the credentials of their machines: shut even where a deployment opens the range around them. */
const metadataServices = new AddressRanges([
  '169.254.0.0/16', '168.63.129.16', '100.100.100.200', '192.0.0.192',
  'fd00:ec2::/32', 'fd00:c1::a9fe:a9fe', 'fd20:ce::254', 'fe80::a9fe:a9fe',
]); // prettier-ignore

/** Spellings of IPv4 addresses in IPv6 (mapped, translated, NAT64, 6to4, Teredo), by which one could reach those all the same. */
const disguisedIPv4 = new AddressRanges([
  '::ffff:0:0/96', '::ffff:0:0:0/96', '64:ff9b::/96', '64:ff9b:1::/48', '2002::/16', '2001::/32',
]); // prettier-ignore

/** Decides which network addresses an outgoing call may reach. */
export class AddressGuard {
  private readonly opened: AddressRanges;

  /** `openedRanges`: private ranges that this deployment allows all the same (OUTBOUND_ALLOWED_CIDRS). */
  constructor(openedRanges: string) {
    const ranges = openedRanges
      .split(',')
      .map((range) => range.trim())
      .filter(Boolean);
    const wrong = ranges.find((range) => !isRange(range));
    if (wrong !== undefined)
      throw new Error(
        `OUTBOUND_ALLOWED_CIDRS holds "${wrong}", which is not an address range such as 127.0.0.0/8 or ::1/128.`,
      );
    this.opened = new AddressRanges(ranges);
  }

  allows(address: string): boolean {
    const family = familyOf(address);
    if (!family || metadataServices.include(address) || disguisedIPv4.include(address)) return false;
    if (this.opened.include(address)) return true;
    return !specialPurpose.include(address) && (family === 'ipv4' || globalIPv6.include(address));
  }

  /** Whether this deployment opened the machine itself, as development does. */
  get allowsLoopback(): boolean {
    return this.allows('127.0.0.1') || this.allows('::1');
  }
}
