import { AddressGuard } from './address-guard';

/** Both edges of every range, and what lies just outside where that is a public address. */
const refused = [
  ...['0.0.0.0', '0.255.255.255', '10.0.0.0', '10.255.255.255', '100.64.0.0', '100.127.255.255', '100.100.100.200'],
  ...['127.0.0.0', '127.0.0.1', '127.255.255.255', '169.254.0.0', '169.254.169.254', '169.254.170.2', '169.254.255.255'],
  ...['172.16.0.0', '172.31.255.255', '192.0.0.0', '192.0.0.192', '192.0.0.255', '192.0.2.0', '192.0.2.255'],
  ...['192.31.196.0', '192.31.196.255', '192.52.193.0', '192.52.193.255', '192.88.99.0', '192.88.99.255'],
  ...['192.168.0.0', '192.168.255.255', '192.175.48.0', '192.175.48.255', '198.18.0.0', '198.19.255.255'],
  ...['198.51.100.0', '198.51.100.255', '203.0.113.0', '203.0.113.255', '224.0.0.0', '239.255.255.255'],
  ...['240.0.0.0', '255.255.255.255', '168.63.129.16'],
  ...['::', '::1', '::7f00:1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '::ffff:0:127.0.0.1', '::5efe:7f00:1'],
  ...['64:ff9b::7f00:1', '64:ff9b:1::a00:1', '100::', '100::ffff:ffff:ffff:ffff', '100:0:0:1::', '1fff:ffff::'],
  ...['2001::', '2001:0:4136:e378:8000:63bf:3fff:fdd2', '2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ...['2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff', '2002::', '2002:7f00:1::', '2002:ffff:ffff::'],
  ...['3fff::', '3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff', '4000::', '5f00::', 'fc00::', 'fd00:ec2::254', 'fdff::'],
  ...['fe80::1', 'fe80::1%eth0', '2606:4700::1111%eth0', 'febf::1', 'fec0::1', 'ff02::1', 'ffff::'],
  ...['', 'localhost', '127.1', '2130706433', '0x7f.0.0.1', '8.8.8.8 ', '[::1]', '1.1.1.1/32'],
]; // prettier-ignore
const allowed = [
  ...['1.0.0.0', '1.1.1.1', '8.8.8.8', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '126.255.255.255'],
  ...['128.0.0.0', '168.63.129.15', '168.63.129.17', '169.253.255.255', '169.255.0.0', '172.15.255.255', '172.32.0.0'],
  ...['191.255.255.255', '192.0.1.0', '192.0.3.0', '192.31.195.255', '192.31.197.0', '192.52.192.255', '192.52.194.0'],
  ...['192.88.98.255', '192.88.100.0', '192.167.255.255', '192.169.0.0', '192.175.47.255', '192.175.49.0'],
  ...['198.17.255.255', '198.20.0.0', '198.51.99.255', '198.51.101.0', '203.0.112.255', '203.0.114.0', '223.255.255.255'],
  ...['2000::', '2001:200::', '2001:db7:ffff::', '2001:db9::', '2003::', '2606:4700:4700::1111', '3ffe:ffff::'],
  ...['3fff:1000::', '2a00:1450:4007:80e::200e'],
]; // prettier-ignore

describe('AddressGuard', () => {
  const guard = new AddressGuard('');

  it.each(refused)('refuses %j', (address) => expect(guard.allows(address)).toBe(false));
  it.each(allowed)('allows %s', (address) => expect(guard.allows(address)).toBe(true));

  it('opens what the deployment opens, to its edges', () => {
    const opened = new AddressGuard(' 127.0.0.0/8, ::1/128 ,10.1.0.0/16,192.168.7.9 ');
    for (const address of ['127.0.0.1', '127.255.255.255', '::1', '10.1.0.0', '10.1.255.255', '192.168.7.9'])
      expect([address, opened.allows(address)]).toEqual([address, true]);
    for (const address of ['10.0.255.255', '10.2.0.0', '192.168.7.8', 'fd00::1', '::ffff:127.0.0.1'])
      expect([address, opened.allows(address)]).toEqual([address, false]);
    expect([opened.allowsLoopback, guard.allowsLoopback]).toEqual([true, false]);
  });

  it.each([
    ...['169.254.169.254', '169.254.170.2', '168.63.129.16', '100.100.100.200', '192.0.0.192'],
    ...['fd00:ec2::254', 'fd00:c1::a9fe:a9fe', 'fd20:ce::254', 'fe80::a9fe:a9fe'],
    ...['::ffff:169.254.169.254', '::ffff:0:a9fe:a9fe', '64:ff9b::a9fe:a9fe', '64:ff9b:1::a9fe:a9fe'],
    ...['2002:a9fe:a9fe::', '2001:0:a9fe:a9fe::'],
  ])('keeps %s shut even where everything is opened', (address) => {
    const open = new AddressGuard('0.0.0.0/0,::/0');
    expect([open.allows('10.0.0.1'), open.allows('fd12::1')]).toEqual([true, true]);
    expect(open.allows(address)).toBe(false);
  });

  it.each([
    ...['10.0.0.0/33', '::1/129', '10.0.0/8', 'localhost', '10.0.0.0/', '10.0.0.0/-1', '10.0.0.0/8/8', '/8'],
    ...['10.0.0.0/8 192.168.0.0/16', 'fe80::1%eth0/64', '10.0.0.0/1e1', '[::1]/128'],
  ])('does not start with the range %j', (range) => {
    expect(() => new AddressGuard(`127.0.0.0/8,${range}`)).toThrow(
      `OUTBOUND_ALLOWED_CIDRS holds "${range}", which is not an address range such as 127.0.0.0/8 or ::1/128.`,
    );
  });
});
