import { BlockList, isIP, isIPv4 } from 'node:net';

/**
 * Special-purpose ranges of the IANA registries, and the metadata services of clouds: no address that a user gives may lead there.
 * One list a family, because a rule of one matches addresses of the other in a shared list.
 */
const refusedIPv4 = [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24',
  '192.31.196.0/24', '192.52.193.0/24', '192.88.99.0/24', '192.168.0.0/16', '192.175.48.0/24', '198.18.0.0/15', '198.51.100.0/24',
  '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4', '168.63.129.16/32',
]; // prettier-ignore
const allowedIPv6 = ['2000::/3'];
const refusedIPv6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];
/** Shut even where development opens private ranges. */
const metadataServices = ['169.254.0.0/16', '168.63.129.16/32', '100.100.100.200/32', '192.0.0.192/32'];

/** Decides which network addresses an outgoing call may reach. */
export class AddressGuard {
  private readonly refused4 = blockList(refusedIPv4);
  private readonly allowed6 = blockList(allowedIPv6);
  private readonly refused6 = blockList(refusedIPv6);
  private readonly metadata = blockList(metadataServices);
  private readonly opened4: BlockList;
  private readonly opened6: BlockList;

  /** `openedRanges`: private ranges that this deployment allows all the same (OUTBOUND_ALLOWED_CIDRS). */
  constructor(openedRanges: string) {
    const ranges = openedRanges.split(',').map((range) => range.trim()).filter(Boolean); // prettier-ignore
    this.opened4 = blockList(ranges.filter((range) => isIPv4(range.split('/')[0]!)));
    this.opened6 = blockList(ranges.filter((range) => !isIPv4(range.split('/')[0]!)));
  }

  allows(address: string): boolean {
    const family = isIP(address);
    if (family === 4) {
      if (this.metadata.check(address, 'ipv4')) return false;
      return this.opened4.check(address, 'ipv4') || !this.refused4.check(address, 'ipv4');
    }
    if (family !== 6 || address.includes('%')) return false;
    if (this.opened6.check(address, 'ipv6')) return true;
    return this.allowed6.check(address, 'ipv6') && !this.refused6.check(address, 'ipv6');
  }

  /** Whether this deployment opened any private range, as development does. */
  get opensPrivateRanges(): boolean {
    return this.opened4.rules.length + this.opened6.rules.length > 0;
  }
}

function blockList(ranges: string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address, bits] = range.split('/') as [string, string | undefined];
    const family = isIPv4(address) ? 'ipv4' : 'ipv6';
    list.addSubnet(address, bits === undefined ? (family === 'ipv4' ? 32 : 128) : Number(bits), family);
  }
  return list;
}
