import { TestApp } from './app';
import { Answer } from './http';
import { onboard, platformKey } from './scenario';

/** A company that sends, on an application without workers: what it sends stays queued. */
export class Sender {
  private constructor(
    readonly app: TestApp,
    readonly platform: string,
    readonly company: { id: string; peppolId: string },
    readonly key: string,
  ) {}

  static async start(): Promise<Sender> {
    const app = await TestApp.start({ ROLE: 'api' });
    const platform = await platformKey(app);
    const { company, apiKey } = await onboard(app, platform, { name: 'ACME France SARL' });
    return new Sender(app, platform, company, apiKey.key);
  }

  send(body: unknown, credential = this.key, headers?: Record<string, string>): Promise<Answer> {
    return this.app.post('/documents/send', credential, body, headers);
  }

  /** How many rows all sends have left. */
  async rows(): Promise<number> {
    const [row] = await this.app.database.query(
      `SELECT (SELECT count(*) FROM documents) + (SELECT count(*) FROM document_payloads)
         + (SELECT count(*) FROM jobs WHERE kind = 'documents.transmit') AS count`,
    );
    return Number(row.count);
  }

  /** Runs a send that must be refused, and sees that nothing was stored. */
  async refused(call: () => Promise<Answer>, status: number, code?: string): Promise<Answer> {
    const before = await this.rows();
    const answer = await call();
    if (answer.status !== status) throw new Error(`expected ${status}, got ${answer.status}: ${answer.text}`);
    if (code) expect(answer.body.error.code).toBe(code);
    expect(answer.body.error.requestId).toBe(answer.headers['x-request-id']);
    expect(await this.rows()).toBe(before);
    return answer;
  }
}
