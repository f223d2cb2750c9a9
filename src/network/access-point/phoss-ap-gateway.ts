import { Injectable } from '@nestjs/common';
import { Settings } from '../../core/config/settings';
import { participantScheme } from '../inbound/sbd';
import { NetworkError } from '../network-error.port';
import {
  Acceptance,
  NetworkGateway,
  Receipt,
  Transmission,
  TransmissionOutcome,
  TransmissionReference,
} from '../network-gateway.port';
import { UpstreamAnswer, UpstreamClient } from '../upstream/upstream-client';
import { isJson, receiptOf, refusalOf, unreadable } from './phoss-ap-answer';
import { outcomeOf, readStatus } from './phoss-ap-status';

const upstream = 'access point';

/** Hands documents to phoss-ap, an access point of the Peppol network, which tells what became of them when it is asked. */
@Injectable()
export class PhossApGateway extends NetworkGateway {
  constructor(
    private readonly settings: Settings,
    private readonly client: UpstreamClient,
  ) {
    super();
  }

  /** Throws one sentence that names the setting. */
  checkSettings(): void {
    const { PHOSS_AP_URL: url, PHOSS_AP_TOKEN: token } = this.settings;
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
      throw new Error(`PHOSS_AP_URL must be the http(s) address of the access point; it is "${url}".`);
    if (!token) throw new Error('PHOSS_AP_TOKEN is missing: NETWORK_GATEWAYS names phoss-ap.');
  }

  /**
   * Asks first whether the access point knows the transmission already: the answer to an earlier try may have been lost, or have
   * reached a process that died before it recorded it, and phoss-ap would send a second time.
   */
  async submit(transmission: Transmission): Promise<Acceptance> {
    const { transmissionId } = transmission;
    const known = await this.statusOf(transmissionId);
    if (known) return this.acceptanceOf(transmissionId, known);
    const answer = await this.call('POST', pathOf(transmission), transmission.payload);
    if (answer.status === 200) return this.accepted(transmissionId, receiptOf(answer));
    if (answer.status === 422) return this.afterFailedSending(transmissionId, answer);
    throw refusalOf(answer);
  }

  async outcome({ transmissionId }: TransmissionReference): Promise<TransmissionOutcome> {
    return (await this.statusOf(transmissionId)) ?? { state: 'under_way' };
  }

  /** The first try of the access point failed. Where it has taken the document on all the same, the next tries are its own. */
  private async afterFailedSending(transmissionId: string, answer: UpstreamAnswer): Promise<Acceptance> {
    const known = await this.statusOf(transmissionId);
    if (known) return this.acceptanceOf(transmissionId, known, receiptOf(answer));
    const message = 'The access point refused the document.';
    throw new NetworkError('DOCUMENT_REFUSED', message, false, receiptOf(answer));
  }

  private acceptanceOf(
    transmissionId: string,
    { state, code, message, receipt }: TransmissionOutcome,
    answer?: Receipt,
  ): Acceptance {
    if (state === 'failed') throw new NetworkError(code!, message!, false, receipt);
    return this.accepted(transmissionId, answer ?? receipt);
  }

  private accepted(messageId: string, receipt: Receipt | undefined): Acceptance {
    if (receipt && !isJson(receipt.bytes)) throw unreadable();
    return { messageId, receipt, delivery: 'to_be_asked' };
  }

  /** Undefined when the access point does not know it. */
  private async statusOf(transmissionId: string): Promise<TransmissionOutcome | undefined> {
    const answer = await this.call('GET', `/api/outbound/status/${encodeURIComponent(transmissionId)}`);
    if (answer.status === 404) return undefined;
    if (answer.status !== 200) throw refusalOf(answer);
    const status = readStatus(answer.body);
    if (!status) throw unreadable();
    return outcomeOf(status, receiptOf(answer));
  }

  private call(method: 'GET' | 'POST', path: string, body?: Buffer): Promise<UpstreamAnswer> {
    const { PHOSS_AP_URL: base, PHOSS_AP_TOKEN: token } = this.settings;
    const headers = { 'X-Token': token, ...(body && { 'Content-Type': 'application/xml' }) };
    return this.client.request(upstream, { method, url: base.replace(/\/+$/, '') + path, headers, body });
  }
}

function pathOf({
  transmissionId,
  sender,
  receiver,
  documentType,
  process,
  senderCountry,
}: Transmission): string {
  const parts = [
    `${participantScheme}::${sender}`,
    `${participantScheme}::${receiver}`,
    documentType,
    process,
    senderCountry,
  ];
  const query = new URLSearchParams({ sbdhInstanceID: transmissionId });
  return `/api/outbound/submit/${parts.map(encodeURIComponent).join('/')}?${query.toString()}`;
}
