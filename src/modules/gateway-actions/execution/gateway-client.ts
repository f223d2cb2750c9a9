import { Injectable } from '@nestjs/common';
import { OutboundClient } from '../../../core/outbound/outbound.client';

/** Connections of the gateway's own: calls of actions take up to 30 seconds, and must never stand before a webhook delivery. */
@Injectable()
export class GatewayClient extends OutboundClient {}
