import { BlockList, isIP } from 'node:net';

const widths = { ipv4: 32, ipv6: 128 };
type Family = keyof typeof widths;

/** Network ranges such as 10.0.0.0/8. One list a family: in a shared list a rule of one matches addresses of the other. */
export class AddressRanges {
  private readonly lists = { ipv4: new BlockList(), ipv6: new BlockList() };

  constructor(ranges: readonly string[]) {
    for (const range of ranges) {
      const [address, bits] = range.split('/') as [string, string | undefined];
      const family = familyOf(address)!;
      this.lists[family].addSubnet(address, Number(bits ?? widths[family]), family);
    }
  }

  include(address: string): boolean {
    const family = familyOf(address);
    return family !== undefined && this.lists[family].check(address, family);
  }
}

/** The family of an address; none for what is no address, or names an interface of this machine (fe80::1%eth0). */
export function familyOf(address: string): Family | undefined {
  if (address.includes('%')) return undefined;
  const version = isIP(address);
  return version === 0 ? undefined : version === 4 ? 'ipv4' : 'ipv6';
}

export function isRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const family = familyOf(address);
  if (!family || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= widths[family]);
}
