import { createSecureContext, SecureContext } from 'node:tls';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../core/clock/clock';
import { ServerCertificates } from '../server-certificates.port';
import { DefaultCertificate } from './default-certificate';

const maximumEntries = 1_000;
const unknownMilliseconds = 5_000;

/**
 * What a host is served with. The certificate is looked up at every handshake, so that a renewal or a removal counts at once in all processes;
 * only what was made of it is kept. Names that are none of ours, which strangers ask for all day, are remembered for a moment.
 */
@Injectable()
export class SecureContexts {
  private readonly made = new Map<string, { certificate: string; context: SecureContext }>();
  private readonly unknown = new Map<string, number>();

  constructor(
    private readonly certificates: ServerCertificates,
    private readonly fallback: DefaultCertificate,
    private readonly clock: Clock,
  ) {}

  async of(serverName: string | undefined): Promise<SecureContext | undefined> {
    const own = this.fallback.for(serverName);
    if (own || serverName === undefined) return own;
    const now = this.clock.now().getTime();
    if ((this.unknown.get(serverName) ?? 0) > now) return undefined;
    const found = await this.certificates.find(serverName);
    if (!found) {
      this.made.delete(serverName);
      remember(this.unknown, serverName, now + unknownMilliseconds);
      return undefined;
    }
    const known = this.made.get(serverName);
    if (known?.certificate === found.certificate) return known.context;
    const context = createSecureContext({ cert: found.certificate, key: found.key });
    remember(this.made, serverName, { certificate: found.certificate, context });
    return context;
  }
}

/** The oldest entry leaves when there are too many. */
function remember<Value>(entries: Map<string, Value>, name: string, value: Value): void {
  entries.delete(name);
  entries.set(name, value);
  if (entries.size > maximumEntries) entries.delete(entries.keys().next().value!);
}
