import { inForm, patience } from '../support/fault-form';
import { acceptAfter } from '../support/fault-receiver';
import { FaultScene } from '../support/fault-scene';
import { FaultTrial, report } from '../support/fault-trial';
import { eventually } from '../support/eventually';
import { hostilities } from '../support/hostile-behaviours';

const events = inForm(40, 2_000);
const longestAnswer = 65_536;

let scene: FaultScene;
let trial: FaultTrial;

beforeAll(async () => {
  scene = await FaultScene.start({
    DELIVERY_TIMEOUT_MS: '3000',
    DELIVERY_LEASE_MARGIN_MS: '60000',
    DELIVERY_IN_FLIGHT: '1000',
    DELIVERY_IN_FLIGHT_PER_WEBHOOK: '100',
  });
}, patience);
afterAll(() => scene.stop());
afterEach(() => trial.end());

interface RecordedAttempt {
  webhook_id: string;
  number: number;
  outcome: string;
  answer_length: number;
  waits: number;
}

/** The first attempts of each endpoint's deliveries, with what they are followed by. */
function firstAttempts(): Promise<RecordedAttempt[]> {
  return scene.app.database.query(
    `SELECT webhook_id, number, CASE WHEN error LIKE 'timed out%' THEN 'timed out' ELSE coalesce(error, status_code::text) END AS outcome, coalesce(length(response_body), 0) AS answer_length,
       extract(epoch FROM due_at - now())::integer AS waits
     FROM delivery_attempts JOIN deliveries ON deliveries.id = delivery_id WHERE organization_id = $1 AND number = 1`,
    [trial.organizationId],
  );
}

it(
  'a receiver that answers 410 gets no more, until its owner says so; then it gets what was held',
  async () => {
    trial = await FaultTrial.begin(scene.app, [({ response }) => response.writeHead(410).end()]);
    const [endpoint] = trial.endpoints;
    const path = `/webhooks/${endpoint!.webhookId}`;
    await scene.staff(0); // While it is disabled, events make no deliveries: all of them come before.
    await trial.append(events);
    await scene.staff(2);
    await eventually(
      'all that is left is held',
      async () => {
        const { body } = await scene.app.get(path, trial.key);
        return (
          body.status === 'disabled' && (await trial.rows(`state NOT IN ('held', 'exhausted')`)).length === 0
        );
      },
      patience,
    );
    const refused = endpoint!.receiver.arrivals.length;
    expect(refused).toBeLessThan(events + 1);
    endpoint!.receiver.recover();
    const answer = await scene.app.exchange('PATCH', path, { key: trial.key, body: { status: 'active' } });
    expect(answer.status).toBe(200);
    await trial.settled();
    expect(endpoint!.receiver.arrivals).toHaveLength(events);
    expect(await trial.rows(`state = 'exhausted'`)).toHaveLength(refused);
    await trial.conclude('receiver answers 410');
  },
  patience,
);

it(
  'receivers that misbehave delay no other, are told apart in the record, and get everything once they recover',
  async () => {
    const names = Object.keys(hostilities);
    trial = await FaultTrial.begin(scene.app, [
      acceptAfter(0),
      ...names.map((name) => hostilities[name]!.behave),
    ]);
    const [healthy, ...hostile] = trial.endpoints;
    await scene.staff(2);
    await trial.append(events);
    await eventually('the healthy one has all', () => healthy!.receiver.arrivals.length >= events, patience);
    const attempts = await eventually(
      'everybody was tried',
      async () => {
        const rows = await firstAttempts();
        return rows.length === events * trial.endpoints.length && rows;
      },
      patience,
    );
    for (const [index, { webhookId }] of hostile.entries()) {
      const own = attempts.filter((attempt) => attempt.webhook_id === webhookId);
      const { recordedAs } = hostilities[names[index]!]!;
      const outcomes = new Set(own.map(({ outcome }) => outcome));
      outcomes.delete('timed out'); // A busy machine may be too slow for some of them.
      expect([names[index], ...outcomes]).toEqual([
        names[index],
        ...[recordedAs].filter((each) => each !== 'timed out'),
      ]);
      expect(Math.max(...own.map((attempt) => attempt.answer_length))).toBeLessThanOrEqual(longestAnswer);
      if (recordedAs === '429') {
        const refused = own.filter(({ outcome }) => outcome === recordedAs);
        expect(Math.min(...refused.map(({ waits }) => waits))).toBeGreaterThan(500);
      }
    }

    for (const { receiver } of hostile) receiver.recover();
    await trial.settled();
    const findings = await trial.conclude('receivers of every kind at once');
    expect(findings.duplicates).toBe(0);
    for (const name of names) report(`receiver ${name}`, { ...findings, events }, 0);
  },
  patience,
);
