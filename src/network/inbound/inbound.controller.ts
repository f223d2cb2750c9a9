import { Controller, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Request } from 'express';
import { peerAccess, SetAccess } from '../../core/auth/access';
import { ApiError } from '../../core/http/api-error';
import { InboundAnswer, InboundMessages } from './inbound-messages';
import { InboundTokenGuard } from './inbound-token.guard';

/** Where the access point forwards what it received; no part of the API. Public to the guards of keys, with a guard of its own. */
@ApiExcludeController()
@Controller('network/inbound')
export class InboundController {
  constructor(private readonly messages: InboundMessages) {}

  @Post()
  @HttpCode(200)
  @SetAccess(peerAccess)
  @UseGuards(InboundTokenGuard)
  async receive(@Req() request: Request): Promise<InboundAnswer> {
    const document = this.messages.read(request.rawBody);
    const announced = request.header('x-sbdh-instance-id');
    if (announced !== undefined && announced !== document.instanceId) {
      const message = 'X-SBDH-Instance-ID names another message than the document itself.';
      throw new ApiError('INVALID_REQUEST', { message });
    }
    return this.messages.take(document, 'phoss-ap');
  }
}
