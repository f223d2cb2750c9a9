import { lookup, LookupAddress, LookupAllOptions } from 'node:dns';
import { LookupFunction } from 'node:net';
import { AddressGuard } from './address-guard';
import { AddressRefused } from './call-failure';

/** All addresses of a name, as `dns.lookup` gives them. */
export type Lookup = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** Resolves a name for one dialling and refuses it when any of its addresses is bad, so what is judged is what is dialled. */
export function guardedLookup(guard: AddressGuard, resolve: Lookup = lookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 0);
      if (addresses.length === 0 || !addresses.every(({ address }) => guard.allows(address)))
        return callback(new AddressRefused(), '', 0);
      if (options.all) return callback(null, addresses);
      callback(null, addresses[0]!.address, addresses[0]!.family);
    });
  };
}
