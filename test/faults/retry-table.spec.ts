import { createHash } from 'node:crypto';
import { waitsBeforeAttempts } from '../../src/modules/webhooks/engine/retry-schedule';
import { TestApp } from '../support/app';
import { eventually } from '../support/eventually';
import { inForm, patience } from '../support/fault-form';
import { Behaviour, IncomingCall } from '../support/fault-receiver';
import { FaultTrial } from '../support/fault-trial';

const events = inForm(50, 1_000);
const failureRate = 0.7;
const maximumAttempts = 8;
const seed = 'flowie';

let app: TestApp;
let trial: FaultTrial;

beforeAll(async () => {
  app = await TestApp.start({ DELIVERY_IN_FLIGHT_PER_WEBHOOK: '200' });
}, patience);
afterAll(async () => {
  await trial.end();
  await app.stop();
});

/** Chance as it would have it, and yet the same each time: an attempt fails or not by the digest of its names. */
function fails(endpoint: number, documentId: string, attempt: number): boolean {
  const digest = createHash('sha256').update(`${seed} ${endpoint} ${documentId} ${attempt}`).digest();
  return digest.readUInt32BE() / 2 ** 32 < failureRate;
}

function failsAtRandom(endpoint: number): Behaviour {
  return ({ arrival, body, response }: IncomingCall) => {
    const { data } = JSON.parse(body.toString()) as { data: { documentId: string } };
    response.writeHead(fails(endpoint, data.documentId, arrival.attempt) ? 503 : 204).end();
  };
}

/** The attempt that succeeds, or the last one. */
function lastAttemptOf(endpoint: number, documentId: string): number {
  for (let attempt = 1; attempt < maximumAttempts; attempt++)
    if (!fails(endpoint, documentId, attempt)) return attempt;
  return maximumAttempts;
}

it(
  'through the whole retry table: each delivery ends at the attempt that chance chose, none after the eighth',
  async () => {
    trial = await FaultTrial.begin(app, [failsAtRandom(0), failsAtRandom(1)]);
    await trial.append(events);
    for (let attempt = 1; attempt <= maximumAttempts; attempt++) {
      await eventually(
        `attempt ${attempt} of all`,
        async () =>
          (await trial.rows(`state = 'leased' OR state = 'pending' AND attempt < ${attempt}`)).length === 0,
        patience,
      );
      const wait = waitsBeforeAttempts[attempt] ?? 0;
      app.clock.advance({ milliseconds: wait * 1.1 + 1_000 });
    }
    for (const [index, { webhookId }] of trial.endpoints.entries()) {
      const rows: Array<{ document: string; attempt: number; state: string }> = await app.database.query(
        `SELECT convert_from(body, 'UTF8')::json #>> '{data,documentId}' AS document, attempt, state
         FROM deliveries JOIN events ON events.id = event_id WHERE webhook_id = $1`,
        [webhookId],
      );
      expect(rows).toHaveLength(events);
      for (const { document, attempt, state } of rows) {
        const last = lastAttemptOf(index, document);
        expect([document, attempt, state]).toEqual([document, last, fails(index, document, last) ? 'exhausted' : 'delivered']); // prettier-ignore
      }
    }
    expect((await trial.rows(`state = 'exhausted'`)).length).toBeGreaterThan(0);
    const { duplicates } = await trial.conclude('the clock advanced through the whole retry table');
    expect(duplicates).toBe(0);
  },
  patience,
);
