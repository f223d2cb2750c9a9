import { Injectable } from '@nestjs/common';
import { Clock } from '../../core/clock/clock';
import { Settings } from '../../core/config/settings';
import { GatewayClient } from './execution/gateway-client';
import { actionInvalid } from './gateway-errors';
import { HmacKeysService } from './signing/hmac-keys.service';
import { signCall } from './signing/signed-call';

/** Finds out, before an action is registered, whether its endpoint may be called and answers. */
@Injectable()
export class ActionProbe {
  constructor(
    private readonly client: GatewayClient,
    private readonly hmacKeys: HmacKeysService,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** Refuses addresses that must not be called, without calling them; the text is one, the reason a detail. */
  checkAddress(url: string): void {
    const refusal = this.client.refusalOf(url, this.settings.DEFAULT_MODE === 'live');
    if (!refusal) return;
    const detail = { field: 'webhook_url', rule: 'outbound_address', message: refusal };
    throw actionInvalid('address not allowed', [detail]);
  }

  /** Sends the test request of the documentation, signed when there is a key; any 2xx passes. Takes seconds: never call it in a transaction. */
  async checkEndpoint(organizationId: string, actionName: string, url: string): Promise<void> {
    const timestamp = Math.floor(this.clock.now().getTime() / 1_000);
    const call = { actionName, parameters: {}, timestamp, test: true as const };
    const { headers, body } = signCall(call, await this.hmacKeys.signingKey(organizationId));
    const timeoutMilliseconds = this.settings.GATEWAY_CALL_TIMEOUT_MS;
    const answer = await this.client.post(url, headers, body, { timeoutMilliseconds });
    if (answer.statusCode === undefined) throw actionInvalid(causeOf(answer.error ?? 'call failed'));
    if (answer.statusCode >= 200 && answer.statusCode <= 299) return;
    throw actionInvalid(`webhook endpoint returned status ${answer.statusCode}`);
  }
}

/** The documentation knows one kind of timing out. */
function causeOf(error: string): string {
  return error.startsWith('timed out') ? 'timed out' : error;
}
