import { Injectable } from '@nestjs/common';
import { Clock } from '../../core/clock/clock';
import { Settings } from '../../core/config/settings';
import { OutboundAnswer, OutboundClient } from '../../core/outbound/outbound.client';
import { writeSbd } from '../inbound/sbd-writer';
import { NetworkError } from '../network-error.port';
import {
  Acceptance,
  NetworkGateway,
  Receipt,
  Transmission,
  TransmissionOutcome,
} from '../network-gateway.port';
import { directProfile, readSigningKey, signatureHeader, signatureOf } from './direct-signature';
import { EndpointLookup } from '../endpoint-lookup.port';

/** Hands documents straight to the endpoint that the receiver's SMP publishes: for closed groups of Flowie instances. */
@Injectable()
export class DirectGateway extends NetworkGateway {
  constructor(
    private readonly settings: Settings,
    private readonly lookup: EndpointLookup,
    private readonly outbound: OutboundClient,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** Throws one sentence that names the setting. */
  checkSettings(): void {
    readSigningKey(this.settings.DIRECT_SIGNING_KEY);
  }

  /**
   * A repeat is harmless: the receiver knows the message by its instance id. Its 2xx says that it has stored the document, so here
   * acceptance by the receiving access point and delivery are one, and the same answer is the receipt of both.
   */
  async submit(transmission: Transmission): Promise<Acceptance> {
    const { transmissionId: instanceId } = transmission;
    const url = await this.endpointOf(transmission);
    const body = writeSbd({ ...transmission, instanceId, createdAt: this.clock.now() });
    const key = readSigningKey(this.settings.DIRECT_SIGNING_KEY);
    const headers = { 'content-type': 'application/xml', [signatureHeader]: signatureOf(body, key) };
    const timeoutMilliseconds = this.settings.UPSTREAM_TIMEOUT_MS;
    const answer = await this.outbound.post(url, headers, body, { timeoutMilliseconds });
    return { messageId: instanceId, receipt: receiptOf(answer), delivery: 'done' };
  }

  /** Said by the answer to `submit`, or not yet known. */
  outcome(): Promise<TransmissionOutcome> {
    return Promise.resolve({ state: 'under_way' });
  }

  private async endpointOf({ receiver, documentType, process, livemode }: Transmission): Promise<string> {
    const query = { participantId: receiver, documentType, process, transportProfile: directProfile };
    const { url, transportProfile } = await this.lookup.endpointOf(query);
    if (transportProfile !== directProfile)
      throw unreachable(`The recipient is reached by ${transportProfile}, not by ${directProfile}.`);
    const refusal = this.outbound.refusalOf(url, livemode);
    if (refusal) throw unreachable(`The address that the recipient's SMP publishes ${refusal}.`);
    return url;
  }
}

/** The receiver's answer, if it is one of acceptance; throws what it is otherwise. */
function receiptOf({ statusCode, body, error }: OutboundAnswer): Receipt {
  if (statusCode === undefined || !body) throw unanswered(error ?? 'no answer');
  const receipt = { mediaType: 'application/json', bytes: body };
  if (statusCode === 200) return acceptance(receipt);
  // Not believed yet (its lookup may still show our former certificate), too busy, or broken.
  if (statusCode === 401 || statusCode === 429 || statusCode >= 500)
    throw unanswered(`it answered ${statusCode}`);
  const message = `The recipient's side refused the document with ${statusCode}.`;
  throw new NetworkError('RECIPIENT_REJECTED', message, false, receipt);
}

function acceptance(receipt: Receipt): Receipt {
  const { countryCodeC4, retry, errorMessage } = read(receipt.bytes);
  if (typeof countryCodeC4 === 'string') return receipt;
  if (retry !== 'none') throw unanswered('it answered with what is no receipt');
  const message = `The recipient's side refused the document: ${String(errorMessage)}`.slice(0, 500);
  throw new NetworkError('RECIPIENT_REJECTED', message, false, receipt);
}

function read(bytes: Buffer): Record<string, unknown> {
  try {
    return (JSON.parse(bytes.toString('utf8')) ?? {}) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function unreachable(message: string): NetworkError {
  return new NetworkError('RECIPIENT_UNREACHABLE', message, false);
}

function unanswered(why: string): NetworkError {
  return new NetworkError('UPSTREAM_UNAVAILABLE', `The recipient's side does not answer: ${why}.`, true);
}
