import { Answer } from '../../support/http';
import { Exchange } from '../../support/exchange';
import { Receiver } from '../../support/receiver';
import { eventually } from '../../support/eventually';
import { emit, firstOrganizationId } from '../../support/events';
import { onboard, signIn } from '../../support/scenario';
import { gateway, gatewayJwt } from '../gateway/gateway';

/** An exchange with all that a change can be made to, and the log that tells of it. */
export class AuditScene {
  private constructor(
    readonly exchange: Exchange,
    readonly receiver: Receiver,
    readonly token: string,
    readonly jwt: string,
  ) {}

  static async start(): Promise<AuditScene> {
    const exchange = await Exchange.start();
    const { app } = exchange;
    return new AuditScene(exchange, await Receiver.start(), await signIn(app), await gatewayJwt(app));
  }

  async stop(): Promise<void> {
    await this.exchange.stop();
    await this.receiver.stop();
  }

  get app() {
    return this.exchange.app;
  }

  /** With the platform key. */
  call(method: string, path: string, body?: unknown, key = this.exchange.platform): Promise<Answer> {
    return this.app.exchange(method, path, { key, body });
  }

  gateway(method: string, path: string, body?: unknown, key = this.jwt): Promise<Answer> {
    return gateway(this.app, method, path, { key, body });
  }

  /** A tenant of its own, which a test may spoil. */
  async tenant(): Promise<Awaited<ReturnType<typeof onboard>>> {
    return onboard(this.app, this.exchange.platform);
  }

  async webhook(): Promise<string> {
    const url = `${this.receiver.url}/hook`;
    return (await this.call('POST', '/webhooks', { url, events: ['document.updated'] })).body.id as string;
  }

  /** A delivery that has arrived. */
  async delivered(webhookId: string): Promise<string> {
    await emit(this.app, { organizationId: await firstOrganizationId(this.app) });
    return eventually('a delivery', async () => {
      const { body } = await this.call('GET', `/webhooks/${webhookId}/deliveries?state=delivered`);
      return body.data[0]?.id as string | undefined;
    });
  }

  /** The records that the request has left, as the API tells of them to the owner. */
  async recordsOf({ headers }: Answer): Promise<any[]> {
    const { body } = await this.app.get('/platform/audit?limit=20', this.token);
    return body.data.filter(({ requestId }: { requestId: string }) => requestId === headers['x-request-id']);
  }
}

export interface AuditedRoute {
  /** What the log then says. */
  action: string;
  /** Makes whatever it needs, and changes it by that route. */
  send: (scene: AuditScene) => Promise<Answer>;
}
