import { lookup, LookupAddress } from 'node:dns';
import { isIP, LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { AddressGuard } from './address-guard';

export class AddressRefused extends Error {
  readonly code = 'ERR_ADDRESS_REFUSED';

  constructor() {
    super('address not allowed');
  }
}

/**
 * Connects only to addresses that the guard allows, judging at the last moment: literals here (Node never looks them up), names
 * by every address their lookup gives, so that the address judged is the address dialled, and the socket once more at the end.
 */
export function guardedConnector(
  guard: AddressGuard,
  connectTimeoutMilliseconds: number,
): buildConnector.connector {
  const connect = buildConnector({
    timeout: connectTimeoutMilliseconds,
    lookup: guardedLookup(guard),
  });
  return (options, callback) => {
    const host = options.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) && !guard.allows(host)) return callback(new AddressRefused(), null);
    connect(options, (...result) => {
      const [error, socket] = result;
      if (error || !socket) return callback(error ?? new Error('no socket'), null);
      if (socket.remoteAddress && guard.allows(socket.remoteAddress)) return callback(null, socket);
      socket.destroy();
      callback(new AddressRefused(), null);
    });
  };
}

function guardedLookup(guard: AddressGuard): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return callback(error, '', 0);
      if (addresses.length === 0 || !addresses.every(({ address }) => guard.allows(address)))
        return callback(new AddressRefused(), '', 0);
      if (options.all) return callback(null, addresses);
      callback(null, addresses[0]!.address, addresses[0]!.family);
    });
  };
}
