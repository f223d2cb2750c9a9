import { NaptrRecord } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { Injectable } from '@nestjs/common';
import { Settings } from '../../core/config/settings';
import { NetworkError } from '../network-error.port';
import { smpAddress } from './naptr-target';
import { smlName } from './sml-name';

/** What DNS says of a name that does not exist, or has no NAPTR record. */
const absent = new Set(['ENOTFOUND', 'ENODATA']);
/** An answer that cannot be read: asking again would bring the same. */
const unreadable = new Set(['EBADRESP', 'EBADNAME', 'EFORMERR', 'EBADSTR']);

/** Asks the SML which SMP a participant has. */
@Injectable()
export class SmlResolver {
  private readonly resolver: Resolver;

  constructor(private readonly settings: Settings) {
    // A lost packet is asked for again; the second wait is twice the first, so both make up the whole time.
    this.resolver = new Resolver({ timeout: Math.ceil(settings.LOOKUP_TIMEOUT_MS / 3), tries: 2 });
    if (settings.SML_DNS_SERVERS === '') return;
    try {
      this.resolver.setServers(settings.SML_DNS_SERVERS.split(',').map((server) => server.trim()));
    } catch {
      const example = 'must be addresses such as 9.9.9.9 or 127.0.0.1:5353, comma separated';
      throw new Error(`SML_DNS_SERVERS is "${settings.SML_DNS_SERVERS}" but ${example}.`);
    }
  }

  /** The base address of the participant's SMP; nothing when nobody has registered it. Throws NetworkError. */
  async smpOf(participantId: string): Promise<string | undefined> {
    const records = await this.recordsOf(participantId);
    if (records.length === 0) return undefined;
    const address = smpAddress(records);
    if (address) return address;
    const message = `The SML has an entry of ${participantId} that names no SMP.`;
    throw new NetworkError('SML_ANSWER_INVALID', message, false);
  }

  private async recordsOf(participantId: string): Promise<NaptrRecord[]> {
    try {
      return await this.resolver.resolveNaptr(smlName(participantId, this.settings.SML_ZONE));
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (absent.has(code)) return [];
      if (unreadable.has(code)) {
        throw new NetworkError('SML_ANSWER_INVALID', `The SML's answer cannot be read (${code}).`, false);
      }
      throw new NetworkError('UPSTREAM_UNAVAILABLE', `The SML does not answer (${code}).`, true);
    }
  }
}
