import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Request } from 'express';
import { peerAccess, SetAccess } from '../../core/auth/access';
import { Settings } from '../../core/config/settings';
import { ApiError } from '../../core/http/api-error';
import { modesOf } from '../adapter-choice';
import { InboundAnswer, InboundMessages } from '../inbound/inbound-messages';
import { StandardBusinessDocument } from '../inbound/sbd';
import { NetworkError } from '../network-error.port';
import { directProfile, isSignedBy, signatureHeader } from './direct-signature';
import { Endpoint, EndpointLookup } from '../endpoint-lookup.port';

/** Where other instances hand documents over. Who sent one is proven by a signature, so there is no secret to share. */
@ApiExcludeController()
@Controller('network/direct')
export class DirectController {
  constructor(
    private readonly settings: Settings,
    private readonly messages: InboundMessages,
    private readonly lookup: EndpointLookup,
  ) {}

  @Post()
  @HttpCode(200)
  @SetAccess(peerAccess)
  async receive(@Req() request: Request): Promise<InboundAnswer> {
    if (modesOf(this.settings.NETWORK_GATEWAYS, 'direct').length === 0) throw new ApiError('NOT_FOUND');
    const signature = request.header(signatureHeader);
    if (!signature) throw new ApiError('MISSING_AUTH', { message: `Sign the body in ${signatureHeader}.` });
    const document = this.messages.read(request.rawBody);
    await this.verify(document, request.rawBody!, signature);
    return this.messages.take(document, 'direct');
  }

  /** By the certificate that the SMP of the sender publishes: what it says of the sender, not what the sender says. */
  private async verify(document: StandardBusinessDocument, body: Buffer, signature: string): Promise<void> {
    const { certificate, transportProfile } = await this.endpointOf(document);
    if (transportProfile === directProfile && isSignedBy(certificate, body, signature)) return;
    const message = `The signature is not by the certificate that ${document.sender} has published.`;
    throw new ApiError('INVALID_TOKEN', { message });
  }

  private async endpointOf({ sender, documentType, process }: StandardBusinessDocument): Promise<Endpoint> {
    try {
      return await this.lookup.endpointOf({
        participantId: sender,
        documentType,
        process,
        transportProfile: directProfile,
      });
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      if (error.retryable) throw new ApiError('UPSTREAM_UNAVAILABLE');
      throw new ApiError('INVALID_TOKEN', { message: `${sender} has published no certificate.` });
    }
  }
}
