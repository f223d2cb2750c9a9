import { LookupAddress, LookupOptions } from 'node:dns';
import { AddressGuard } from './address-guard';
import { guardedLookup } from './guarded-lookup';

const guard = new AddressGuard('');

function resolve(answers: string[][], options: LookupOptions = { all: true }) {
  const asked: LookupOptions[] = [];
  const lookup = guardedLookup(guard, (_name, given, callback) => {
    const addresses = answers[asked.push(given) - 1]!;
    callback(null, addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))); // prettier-ignore
  });
  const once = () =>
    new Promise<string | LookupAddress[]>((done, fail) =>
      lookup('hooks.example', options, (error, found) => (error ? fail(error) : done(found))),
    );
  return { once, asked };
}

describe('guardedLookup', () => {
  it('gives the addresses that it judged, with one question a dialling', async () => {
    const { once, asked } = resolve([['8.8.8.8', '2606:4700::1111'], ['127.0.0.1']]);
    expect(await once()).toEqual([{ address: '8.8.8.8', family: 4 }, { address: '2606:4700::1111', family: 6 }]); // prettier-ignore
    expect(asked).toEqual([{ all: true }]);
    await expect(once()).rejects.toThrow('address not allowed');
  });

  it.each([
    [['8.8.8.8', '127.0.0.1']],
    [['10.0.0.1', '8.8.8.8']],
    [['8.8.8.8', '::1']],
    [['8.8.8.8', 'fe80::1%eth0']],
    [['169.254.169.254']],
    [[]],
  ])('refuses %j as a whole', async (addresses) => {
    await expect(resolve([addresses]).once()).rejects.toThrow('address not allowed');
  });

  it('asks for all addresses even when one is wanted', async () => {
    const { once, asked } = resolve([['8.8.8.8', '9.9.9.9']], { all: false, family: 4 });
    expect(await once()).toBe('8.8.8.8');
    expect(asked).toEqual([{ all: true, family: 4 }]);
    await expect(resolve([['8.8.8.8', '10.0.0.1']], {}).once()).rejects.toThrow('address not allowed');
  });
});
