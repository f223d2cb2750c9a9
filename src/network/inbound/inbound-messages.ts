import { Injectable } from '@nestjs/common';
import { Settings } from '../../core/config/settings';
import { ApiError } from '../../core/http/api-error';
import { UnreadableDocument } from '../../core/xml/xml-tree';
import { modesOf } from '../adapter-choice';
import { NetworkError } from '../network-error.port';
import { NetworkListener } from '../network-gateway.port';
import { StandardBusinessDocument } from './sbd';
import { readSbd } from './sbd-reader';

/** What the sending side is answered: the receiver's country, or that trying again is no use. */
export type InboundAnswer = { countryCodeC4: string } | { retry: 'none'; errorMessage: string };

/** Takes a document in and says what the sender's side understands. What is our own fault is thrown: a 5xx, after which it tries again. */
@Injectable()
export class InboundMessages {
  constructor(
    private readonly settings: Settings,
    private readonly listener: NetworkListener,
  ) {}

  /** Throws INVALID_REQUEST, with what is wrong. */
  read(body: Buffer | undefined): StandardBusinessDocument {
    try {
      return readSbd(body ?? Buffer.alloc(0));
    } catch (error) {
      if (error instanceof UnreadableDocument)
        throw new ApiError('INVALID_REQUEST', { message: error.message });
      throw error;
    }
  }

  /** `adapter`: by which the document came; its mode is the one that sends by it too, and live where both do. */
  async take(document: StandardBusinessDocument, adapter: string): Promise<InboundAnswer> {
    const modes = modesOf(this.settings.NETWORK_GATEWAYS, adapter);
    const livemode = modes.includes('live') || !modes.includes('test');
    const { instanceId: messageId, sender, receiver, payload } = document;
    try {
      const reception = await this.listener.received({ messageId, livemode, sender, receiver, payload });
      return { countryCodeC4: reception.receiverCountry };
    } catch (error) {
      if (!(error instanceof NetworkError) || error.retryable) throw error;
      return { retry: 'none', errorMessage: `${receiver}: ${error.message}` };
    }
  }
}
