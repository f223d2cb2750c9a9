import { Injectable } from '@nestjs/common';
import { Clock } from '../../../core/clock/clock';
import { Settings } from '../../../core/config/settings';
import { NetworkError } from '../../network-error.port';
import { UpstreamClient } from '../../upstream/upstream-client';
import { upstream } from './afnor-words';

/** A token is renewed this long before its end, so that none expires on its way. */
const marginSeconds = 30;

/** The bearer token of the flow service: a static one, or one that client credentials get (OAuth 2). */
@Injectable()
export class AfnorAccess {
  private token?: { text: string; until: number };

  constructor(
    private readonly settings: Settings,
    private readonly client: UpstreamClient,
    private readonly clock: Clock,
  ) {}

  async bearer(): Promise<string> {
    if (this.settings.AFNOR_TOKEN) return this.settings.AFNOR_TOKEN;
    if (!this.token || this.clock.now().getTime() >= this.token.until) this.token = await this.fetch();
    return this.token.text;
  }

  /** After a 401: the token may have been withdrawn before its time. */
  forget(): void {
    this.token = undefined;
  }

  private async fetch(): Promise<{ text: string; until: number }> {
    const { AFNOR_TOKEN_URL: url, AFNOR_CLIENT_ID, AFNOR_CLIENT_SECRET } = this.settings;
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: AFNOR_CLIENT_ID,
      client_secret: AFNOR_CLIENT_SECRET,
    }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
    const answer = await this.client.request(upstream, { method: 'POST', url, headers, body });
    const { access_token: text, expires_in: seconds = 300 } = readToken(answer.body);
    if (answer.status !== 200 || !text)
      throw new NetworkError(
        'AUTHORITY_ACCESS_REFUSED',
        `AFNOR_TOKEN_URL gave no token: it answered with ${answer.status}.`,
        true,
      );
    return { text, until: this.clock.now().getTime() + (seconds - marginSeconds) * 1_000 };
  }
}

function readToken(body: Buffer): { access_token?: string; expires_in?: number } {
  try {
    return JSON.parse(body.toString()) as { access_token?: string; expires_in?: number };
  } catch {
    return {};
  }
}
