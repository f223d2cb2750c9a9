import { deliveriesOf, DeliveryRow, emit, firstOrganizationId } from './events';
import { eventually } from './eventually';
import { Answer } from './http';
import { Receiver } from './receiver';
import { platformKey } from './scenario';
import { TestApp } from './app';

/** An application with a receiver and a platform key: what tests of deliveries ask again and again. */
export class DeliveryScene {
  private constructor(
    readonly app: TestApp,
    readonly receiver: Receiver,
    readonly key: string,
    readonly organizationId: string,
  ) {}

  static async start(settings: Record<string, string> = {}): Promise<DeliveryScene> {
    const app = await TestApp.start(settings);
    const key = await platformKey(app);
    return new DeliveryScene(app, await Receiver.start(), key, await firstOrganizationId(app));
  }

  async stop(): Promise<void> {
    await this.app.stop();
    await this.receiver.stop();
  }

  /** A webhook of the organization, at the receiver, for `document.updated`. */
  async subscribe(
    overrides: Record<string, unknown> = {},
    key = this.key,
  ): Promise<{ id: string; secret: string }> {
    const body = { url: `${this.receiver.url}/hook`, events: ['document.updated'], ...overrides };
    const answer = await this.app.post('/webhooks', key, body);
    if (answer.status !== 201) throw new Error(answer.text);
    return answer.body;
  }

  emit(times = 1, data?: Record<string, unknown>) {
    return emit(this.app, { organizationId: this.organizationId, ...(data && { data }) }, times);
  }

  get(path: string, key = this.key): Promise<Answer> {
    return this.app.get(`/webhooks/${path}`, key);
  }

  post(path: string, body: unknown = {}, key = this.key): Promise<Answer> {
    return this.app.post(`/webhooks/${path}`, key, body);
  }

  patch(id: string, body: unknown, key = this.key): Promise<Answer> {
    return this.app.exchange('PATCH', `/webhooks/${id}`, { key, body });
  }

  /** As the system pauses it. */
  async pause(id: string): Promise<void> {
    await this.app.database.query(`UPDATE webhooks SET status = 'paused', failure_count = 8 WHERE id = $1`, [
      id,
    ]);
  }

  /** How often the receiver got that event. */
  arrivals(eventId: string): number {
    return this.receiver.requests.filter(({ event }) => event.id === eventId).length;
  }

  /** The deliveries in that state, as soon as there are so many. */
  settled(webhookId: string, state: string, count = 1): Promise<DeliveryRow[]> {
    return eventually(`${count} deliveries ${state}`, async () => {
      const rows = await deliveriesOf(this.app.database, webhookId);
      const matching = rows.filter((row) => row.state === state);
      return matching.length >= count && matching;
    });
  }

  /** Deliveries that have failed at least so often and wait for another attempt. */
  failed(webhookId: string, count = 1, attempts = 1): Promise<DeliveryRow[]> {
    return eventually(`${count} deliveries failed ${attempts} times`, async () => {
      const rows = await deliveriesOf(this.app.database, webhookId);
      const matching = rows.filter(({ state, attempt }) => state === 'pending' && attempt >= attempts);
      return matching.length >= count && matching;
    });
  }

  /** Lets every attempt that is still to come fail, by advancing the clock from one to the next. */
  async exhaust(webhookId: string, count = 1): Promise<DeliveryRow[]> {
    return eventually(
      `${count} deliveries exhausted`,
      async () => {
        const rows = await deliveriesOf(this.app.database, webhookId);
        const exhausted = rows.filter(({ state }) => state === 'exhausted');
        if (exhausted.length >= count) return exhausted;
        await this.advanceWhenIdle(webhookId, { hours: 14 });
        return false;
      },
      20_000,
    );
  }

  /** Only while nothing is due or under way: a clock that leaps over a lease makes it expire. */
  async advanceWhenIdle(webhookId: string, time: Parameters<TestApp['clock']['advance']>[0]): Promise<void> {
    const busy: unknown[] = await this.app.database.query(
      `SELECT FROM deliveries WHERE webhook_id = $1 AND (state = 'leased' OR (state = 'pending' AND due_at <= $2)) LIMIT 1`,
      [webhookId, this.app.clock.now()],
    );
    if (busy.length === 0) this.app.clock.advance(time);
  }
}
