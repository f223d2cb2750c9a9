import { BlockList } from 'node:net';
import { CanActivate, ExecutionContext, Injectable } from '@nestjs/common';
import { Request } from 'express';
import { Settings } from '../config/settings';
import { equalSecrets, sha256 } from '../crypto/digests';
import { ApiError } from '../http/api-error';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** With METRICS_TOKEN: who holds it. Without: callers on this machine, and for all others there is nothing here. */
@Injectable()
export class MetricsAccess implements CanActivate {
  constructor(private readonly settings: Settings) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    const { METRICS_TOKEN: token } = this.settings;
    if (!token) {
      // The socket's own address: the headers of a proxy say what a caller wants them to.
      if (!isLoopback(request.socket.remoteAddress)) throw new ApiError('NOT_FOUND');
      return true;
    }
    const given = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (!given) throw new ApiError('MISSING_AUTH');
    if (!equalSecrets(sha256(given), sha256(token))) throw new ApiError('INVALID_TOKEN');
    return true;
  }
}

/** An address as sockets give it; one of IPv4 may be wrapped into one of IPv6. */
function isLoopback(address = ''): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  return loopback.check(plain, plain.includes(':') ? 'ipv6' : 'ipv4');
}
