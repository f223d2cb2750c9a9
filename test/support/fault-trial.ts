import { Transactions } from '../../src/core/database/transaction';
import { EventLog } from '../../src/core/events/event-log';
import { TestApp } from './app';
import { eventually } from './eventually';
import { patience } from './fault-form';
import { acceptAfter, Behaviour, FaultReceiver } from './fault-receiver';
import { Endpoint, examine, Findings } from './invariants';
import { secondOrganization } from './scenario';

const eventsAtOnce = 20;

/** One fault tried on an organization of its own: its endpoints, its events, and what was in flight whenever it struck. */
export class FaultTrial {
  readonly endpoints: Endpoint[] = [];
  private readonly acknowledged: string[] = [];
  private readonly inFlightAtKills = new Set<string>();
  private kills = 0;

  private constructor(
    private readonly app: TestApp,
    readonly organizationId: string,
    readonly key: string,
  ) {}

  /** With one endpoint for each behaviour. */
  static async begin(app: TestApp, behaviours: Behaviour[]): Promise<FaultTrial> {
    const { organizationId, platformKey } = await secondOrganization(app);
    const trial = new FaultTrial(app, organizationId, platformKey);
    for (const behaviour of behaviours) await trial.addEndpoint(behaviour);
    return trial;
  }

  /** With two endpoints that accept after a moment. */
  static beginAccepting(app: TestApp): Promise<FaultTrial> {
    return FaultTrial.begin(app, [acceptAfter(10), acceptAfter(30)]);
  }

  get arrivals(): number {
    return this.endpoints.reduce((sum, { receiver }) => sum + receiver.arrivals.length, 0);
  }

  /** Appends events as a domain does, and again whatever was not confirmed. */
  async append(count: number): Promise<void> {
    const transactions = this.app.app.get(Transactions);
    const log = this.app.app.get(EventLog);
    for (let first = 0; first < count; first += eventsAtOnce) {
      const events = Array.from({ length: Math.min(eventsAtOnce, count - first) }, (_, place) => ({
        type: 'document.updated',
        organizationId: this.organizationId,
        livemode: false,
        data: { documentId: `doc_${this.acknowledged.length + place}`, changes: [] },
      }));
      const appended = await eventually(
        'the events are stored',
        () => transactions.run((tx) => log.append(tx, ...events)).catch(() => undefined),
        patience,
      );
      this.acknowledged.push(...appended.map(({ id }) => id));
    }
  }

  arrived(count: number): Promise<unknown> {
    return eventually(`${count} calls arrived`, () => this.arrivals >= count, patience);
  }

  /** Does the work while so many calls are open; they are answered after it. */
  async whileOpen(calls: number, work: () => Promise<void>): Promise<void> {
    const receivers = this.endpoints.map(({ receiver }) => receiver);
    for (const receiver of receivers) receiver.hold();
    const areOpen = () => receivers.reduce((sum, { open }) => sum + open, 0) >= calls;
    await eventually(`${calls} calls are open`, areOpen, patience);
    await work();
    for (const receiver of receivers) receiver.release();
  }

  /** Ends processes, and notes what was claimed and not settled when they ended: only that may arrive twice. */
  async kill(fault: () => Promise<void>): Promise<void> {
    await this.disturb(fault);
    const claimed = `state = 'leased' OR token > attempt`;
    const rows = await eventually(
      'PostgreSQL answers',
      () => this.rows(claimed).catch(() => undefined),
      patience,
    );
    for (const { id } of rows) this.inFlightAtKills.add(id);
  }

  /** A fault after which nothing may arrive twice. */
  async disturb(fault: () => Promise<void>): Promise<void> {
    await fault();
    this.kills++;
  }

  /** Resolves when all has ended. What is to be tried again later is tried now: the schedule has a test of its own. */
  async settled(): Promise<void> {
    await eventually(
      'every delivery ended',
      async () => {
        await this.bringForward();
        return (await this.rows(`state IN ('pending', 'leased', 'held')`).catch(() => [1])).length === 0;
      },
      patience,
    );
  }

  async bringForward(): Promise<void> {
    await this.app.database
      .query(
        `UPDATE deliveries SET due_at = now() WHERE organization_id = $1 AND state = 'pending' AND attempt > 0 AND due_at > now()`,
        [this.organizationId],
      )
      .catch(() => undefined);
  }

  rows(condition: string): Promise<Array<{ id: string; webhook_id: string; state: string }>> {
    return this.app.database.query(`SELECT * FROM deliveries WHERE organization_id = $1 AND (${condition})`, [
      this.organizationId,
    ]);
  }

  /** Examines everything, says what it found in a line, and fails unless nothing is amiss. */
  async conclude(fault: string): Promise<Findings> {
    const findings = await examine(this.app.database, {
      organizationId: this.organizationId,
      acknowledged: this.acknowledged,
      endpoints: this.endpoints,
      inFlightAtKills: this.inFlightAtKills,
    });
    report(fault, findings, this.kills);
    expect(findings.violations.slice(0, 10)).toEqual([]);
    expect(findings.lost).toBe(0);
    expect(findings.events).toBeGreaterThanOrEqual(this.acknowledged.length);
    return findings;
  }

  private async addEndpoint(behaviour: Behaviour): Promise<void> {
    const receiver = await FaultReceiver.start(behaviour, () => this.app.clock.now());
    const answer = await this.app.post('/webhooks', this.key, {
      url: receiver.url,
      events: ['document.updated'],
    });
    expect(answer.status).toBe(201);
    receiver.secret = answer.body.secret as string;
    this.endpoints.push({ webhookId: answer.body.id as string, receiver });
  }

  /** Closes the receivers. */
  async end(): Promise<void> {
    await Promise.all(this.endpoints.map(({ receiver }) => receiver.stop()));
  }
}

/** In the form that the table at the end of `npm run test:faults` is made of. */
export function report(
  fault: string,
  { events, lost, duplicates }: Omit<Findings, 'violations'>,
  kills: number,
): void {
  console.info(
    `fault: ${fault} | events ${events} | lost ${lost} | duplicates ${duplicates} | kills ${kills}`,
  );
}
