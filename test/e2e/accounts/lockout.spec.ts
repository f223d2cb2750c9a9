import { sha256 } from '../../../src/core/crypto/digests';
import { TestApp } from '../../support/app';
import { refusal } from '../../support/authentication';
import { Answer } from '../../support/http';
import { freshToken, lastMail, mailCount, newEmail, newMember, Person } from '../../support/people';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

const login = (email: string, password: string) => app.post('/auth/login', undefined, { email, password });
const guess = (email: string, times: number) =>
  Promise.all(Array.from({ length: times }, (_, at) => login(email, `a wrong password ${at}`)));
const withoutId = ({ status, body }: Answer) => [status, { ...body.error, requestId: '' }];
const attempt = ({ email, password }: Person) => login(email, password);

/** As many failures as given, without the fifth of a second of processor time that each of them costs. */
async function failedBefore(email: string, count: number): Promise<void> {
  const endsAt = new Date(app.clock.now().getTime() + 15 * 60_000);
  await app.database.query(
    `INSERT INTO sign_in_attempts (email_hash, count, ends_at) VALUES ($1, $2, $3)
     ON CONFLICT (email_hash) DO UPDATE SET count = $2, ends_at = $3`,
    [sha256(email), count, endsAt],
  );
}

describe('ten failures in a row', () => {
  it('close the address for 15 minutes, whatever the password, in the same words for one that nobody has', async () => {
    const person = await newMember(app, 'viewer');
    const nobody = newEmail('nobody');
    for (const email of [person.email, nobody]) {
      await failedBefore(email, 9);
      expect(refusal(await login(email, 'the tenth'))).toEqual([401, 'INVALID_TOKEN']);
    }
    const right = await attempt(person);
    expect(refusal(right)).toEqual([429, 'RATE_LIMITED']);
    expect(withoutId(await login(person.email, 'x'))).toEqual(withoutId(right));
    expect(withoutId(await login(nobody, 'x'))).toEqual(withoutId(right));
    const wait = Number(right.headers['retry-after']);
    expect(wait).toBeGreaterThan(840);
    expect(wait).toBeLessThanOrEqual(900);
    app.clock.advance({ seconds: wait - 60 });
    expect((await attempt(person)).status).toBe(429);
    app.clock.advance({ seconds: 61 });
    expect((await attempt(person)).status).toBe(200);
  });

  it('are told to whose account it is, once', async () => {
    const person = await newMember(app, 'viewer');
    await failedBefore(person.email, 9);
    await guess(person.email, 5);
    const { subject, text } = await lastMail(app, person.email);
    expect(subject).toBe('Sign-in to your account is closed for 15 minutes');
    expect(text).toContain(person.email);
    expect(await mailCount(app, person.email)).toBe(1);
  });

  it('are all there are of many guesses made at once', async () => {
    const { email } = await newMember(app, 'viewer');
    const statuses = (await guess(email, 40)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(30);
    expect(await mailCount(app, email)).toBe(1);
  });

  it('leave open sessions open', async () => {
    const person = await newMember(app, 'viewer');
    const token = await freshToken(app, person);
    await failedBefore(person.email, 11);
    expect((await attempt(person)).status).toBe(429);
    expect((await app.get('/me', token)).status).toBe(200);
  });
});

describe('failures', () => {
  it('are forgotten at a success', async () => {
    const person = await newMember(app, 'viewer');
    await failedBefore(person.email, 9);
    expect((await attempt(person)).status).toBe(200);
    await guess(person.email, 1);
    expect((await attempt(person)).status).toBe(200);
  });

  it('are forgotten 15 minutes after the first of them', async () => {
    const person = await newMember(app, 'viewer');
    await guess(person.email, 1);
    app.clock.advance({ minutes: 14 });
    await guess(person.email, 1);
    await app.database.query('UPDATE sign_in_attempts SET count = 9 WHERE email_hash = $1', [
      sha256(person.email),
    ]);
    app.clock.advance({ minutes: 1, seconds: 5 });
    expect((await login(person.email, 'x')).status).toBe(401);
    expect((await attempt(person)).status).toBe(200);
  });

  it('count for the account, not for how its address is written', async () => {
    const person = await newMember(app, 'viewer');
    await failedBefore(person.email, 9);
    await guess(` ${person.email.toUpperCase()} `, 1);
    expect((await attempt(person)).status).toBe(429);
  });

  it('keep no address of those who have no account', async () => {
    const nobody = newEmail('nobody');
    await guess(nobody, 1);
    const rows = await app.database.query(
      `SELECT encode(email_hash, 'escape') AS hash FROM sign_in_attempts`,
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(nobody);
  });
});
