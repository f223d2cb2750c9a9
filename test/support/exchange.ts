import { TestApp } from './app';
import { eventually } from './eventually';
import { sendBody } from './invoices';
import { onboard, platformKey, waitUntilRegistered } from './scenario';

export type Trader = Awaited<ReturnType<typeof onboard>>;

/** Two registered companies of one platform, and what tests of documents on their way ask again and again. */
export class Exchange {
  private constructor(
    readonly app: TestApp,
    readonly platform: string,
    readonly acme: Trader,
    readonly globex: Trader,
  ) {}

  static async start(...options: Parameters<typeof TestApp.start>): Promise<Exchange> {
    const app = await TestApp.start(...options);
    const platform = await platformKey(app);
    const acme = await registered(app, platform, { name: 'ACME', metadata: { tenantId: 't_acme' } });
    return new Exchange(app, platform, acme, await registered(app, platform, { name: 'Globex' }));
  }

  stop(): Promise<void> {
    return this.app.stop();
  }

  onboard(overrides: Record<string, unknown>, key = this.platform): Promise<Trader> {
    return registered(this.app, key, overrides);
  }

  /** From ACME, unless another's key is given. */
  async send(to: string, key = this.acme.apiKey.key): Promise<any> {
    const answer = await this.app.post('/documents/send', key, sendBody({ to }));
    if (answer.status !== 202) throw new Error(answer.text);
    return answer.body;
  }

  async document(id: string, key = this.acme.apiKey.key): Promise<any> {
    return (await this.app.get(`/documents/${id}`, key)).body;
  }

  async xml(id: string, key = this.acme.apiKey.key): Promise<string> {
    return (await this.app.get(`/documents/${id}/xml`, key)).text;
  }

  /** The document, as soon as its members are as given. */
  until(id: string, state: Record<string, unknown>, key?: string): Promise<any> {
    return eventually(`${id} to be ${JSON.stringify(state)}`, async () => {
      const document = await this.document(id, key);
      return Object.entries(state).every(([name, value]) => document[name] === value) && document;
    });
  }

  async receivedBy({ apiKey }: Trader, number: string): Promise<any[]> {
    return (await this.app.get(`/documents?direction=incoming&number=${number}`, apiKey.key)).body.data;
  }

  arrival(at: Trader, number: string): Promise<any> {
    return eventually(`arrival of ${number}`, async () => (await this.receivedBy(at, number))[0]);
  }

  /** A document from ACME to Globex, on both sides. */
  async exchanged(): Promise<{ sent: any; received: any }> {
    const { id, number } = await this.send(this.globex.company.peppolId);
    const sent = await this.until(id, { deliveryStatus: 'delivered' });
    return { sent, received: await this.arrival(this.globex, number) };
  }

  /** Sets a status as the trader; the document as it then is. */
  async tell({ apiKey }: Trader, documentId: string, body: unknown): Promise<any> {
    const answer = await this.app.post(`/documents/${documentId}/lifecycle`, apiKey.key, body);
    if (answer.status !== 200) throw new Error(answer.text);
    return answer.body;
  }

  async eventsOf(documentId: string): Promise<any[]> {
    const rows = await this.app.database.query(
      `SELECT body FROM events WHERE document_id = $1 ORDER BY transaction_id, id`,
      [documentId],
    );
    return rows.map(({ body }: { body: Buffer }) => JSON.parse(body.toString()));
  }

  async jobs(subjectId: string): Promise<any[]> {
    return this.app.database.query(`SELECT attempt, run_at FROM jobs WHERE subject_id = $1`, [subjectId]);
  }

  /**
   * Whatever happened: numbered from 1 without gaps, each later than the one before, all with their company. Returns what the network
   * made of it: tax authorities answer at their own pace, so their events are checked as any other and left out of the answer.
   */
  async expectOrderly(documentId: string, { company } = this.acme): Promise<string[]> {
    const [row, events] = await this.versionOf(documentId);
    expect(events.map(({ data }) => data.sequence)).toEqual(events.map((_event, at) => at + 1));
    const versions = events.map(({ data }) => data.updatedAt);
    expect(versions).toEqual([...new Set(versions)].sort());
    for (const { data, livemode } of events) {
      expect(livemode).toBe(false);
      expect(data.documentId).toBe(documentId);
      expect(data.company).toEqual({ id: company.id, metadata: company.metadata });
    }
    expect(row.sequence).toBe(events.length);
    expect(row.updated_at.toISOString()).toBe(versions.at(-1));
    return events.map(({ type }) => type).filter((type) => !type.startsWith('compliance.'));
  }

  /** Its row with the events that made it so: read again when one came in between. */
  private async versionOf(documentId: string): Promise<[any, any[]]> {
    const sql = `SELECT updated_at, sequence FROM documents WHERE id = $1`;
    for (;;) {
      const [before] = await this.app.database.query(sql, [documentId]);
      const events = await this.eventsOf(documentId);
      const [after] = await this.app.database.query(sql, [documentId]);
      if (before.sequence === after.sequence) return [after, events];
    }
  }
}

async function registered(app: TestApp, key: string, overrides: Record<string, unknown>): Promise<Trader> {
  const trader = await onboard(app, key, overrides);
  await waitUntilRegistered(app, key, trader.company.id);
  return trader;
}
