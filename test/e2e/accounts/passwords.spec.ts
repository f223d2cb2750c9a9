import vm from 'node:vm';
import { TestApp } from '../../support/app';
import { refusal } from '../../support/authentication';
import { call } from '../../support/http';
import { freshToken, lastMail, mailCount, mailedToken, newEmail, newMember } from '../../support/people';

const chosen = 'seven quiet lighthouses';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

const login = (email: string, password: string) => app.post('/auth/login', undefined, { email, password });
const forgot = (email: unknown, from = '203.0.113.1') =>
  app.post('/auth/password/forgot', undefined, { email }, { 'X-Forwarded-For': from });
const reset = (token: unknown, password: unknown = chosen) =>
  app.post('/auth/password/reset', undefined, { token, password });
const change = (key: string, current: string, wanted: string) =>
  app.post('/auth/password/change', key, { current, new: wanted });

describe('POST /auth/password/forgot', () => {
  it('202 in the same words and the same time for an address that nobody has; only a known one gets a mail', async () => {
    const { email } = await newMember(app, 'viewer');
    const nobody = newEmail('nobody');
    const bodies: unknown[] = [];
    for (const address of [email, nobody]) {
      const began = process.hrtime.bigint();
      const { status, body } = await forgot(address);
      expect(Number(process.hrtime.bigint() - began) / 1e6).toBeGreaterThanOrEqual(245);
      expect(status).toBe(202);
      bodies.push(body);
    }
    expect(bodies[0]).toEqual(bodies[1]);
    const { subject, text } = await lastMail(app, email);
    expect(subject).toBe('Set a new password');
    expect(text).toContain('http://localhost:3000/account/password#');
    expect(await mailCount(app, nobody)).toBe(0);
  });

  it('keeps the token hashed, and out of the mail once that is sent', async () => {
    const { email } = await newMember(app, 'viewer');
    await forgot(email);
    const token = await mailedToken(app, email);
    const kept = await app.database.query(`SELECT row_to_json(mails)::text AS row FROM mails`);
    const links = await app.database.query(
      `SELECT encode(token_hash, 'escape') AS hash FROM password_resets`,
    );
    expect(JSON.stringify([kept, links])).not.toContain(token);
    const [{ sealed_secret: sealed }] = await app.database.query(
      'SELECT sealed_secret FROM mails WHERE $1 = ANY (recipients)',
      [email],
    );
    expect(sealed).toBeNull();
  });

  it('429 after three mails in a quarter of an hour, for an address that nobody has too', async () => {
    for (const email of [(await newMember(app, 'viewer')).email, newEmail('nobody')]) {
      const answers = await Promise.all([1, 2, 3, 4, 5].map(() => forgot(email)));
      const refused = answers.filter(({ status }) => status === 429);
      // A quarter of an hour may have ended in between.
      expect([1, 2]).toContain(refused.length);
    }
  });

  it.each([
    [{}, [400, 'MISSING_FIELD', 'email']],
    [{ email: 'anna' }, [400, 'INVALID_REQUEST', 'email']],
    [{ email: 'a@b.c, d@e.f' }, [400, 'INVALID_REQUEST', 'email']],
    [{ email: 7 }, [400, 'INVALID_REQUEST', 'email']],
  ])('%j is refused with %j', async (body, expected) => {
    expect(refusal(await app.post('/auth/password/forgot', undefined, body))).toEqual(expected);
  });
});

describe('POST /auth/password/reset', () => {
  it('204: the new password holds, every session has ended, and the account is open again', async () => {
    const person = await newMember(app, 'viewer');
    const token = await freshToken(app, person);
    await forgot(person.email);
    const mailed = await mailedToken(app, person.email);
    await app.database.query(`UPDATE sign_in_attempts SET count = 11`);
    expect((await reset(mailed)).status).toBe(204);
    expect(refusal(await app.get('/me', token))).toEqual([401, 'REVOKED_KEY']);
    expect((await login(person.email, chosen)).status).toBe(200);
    expect((await login(person.email, person.password)).status).toBe(401);
    expect((await lastMail(app, person.email)).subject).toBe('Your password was changed');
    expect(refusal(await reset(mailed))).toEqual([401, 'INVALID_TOKEN']);
  });

  it('of uses at once one succeeds', async () => {
    const { email } = await newMember(app, 'viewer');
    await forgot(email);
    const token = await mailedToken(app, email);
    const statuses = (await Promise.all([1, 2, 3].map(() => reset(token)))).map(({ status }) => status);
    expect(statuses.sort()).toEqual([204, 401, 401]);
  });

  it('401 after an hour, after a newer link, and for what nobody sent', async () => {
    const { email } = await newMember(app, 'viewer');
    await forgot(email);
    const first = await mailedToken(app, email);
    await forgot(email);
    expect(refusal(await reset(first))).toEqual([401, 'INVALID_TOKEN']);
    const second = await mailedToken(app, email);
    app.clock.advance({ hours: 1, seconds: 1 });
    expect(refusal(await reset(second))).toEqual([401, 'INVALID_TOKEN']);
    expect(refusal(await reset('A'.repeat(43)))).toEqual([401, 'INVALID_TOKEN']);
  });

  it('400 for a password that is too easy, and the link stays good', async () => {
    const { email } = await newMember(app, 'viewer');
    await forgot(email);
    const token = await mailedToken(app, email);
    for (const easy of ['eleven char', 'Password1234', email.toUpperCase()])
      expect(refusal(await reset(token, easy))).toEqual([400, 'INVALID_REQUEST', 'password']);
    const bare = await app.post('/auth/password/reset', undefined, { token });
    expect(refusal(bare)).toEqual([400, 'MISSING_FIELD', 'password']);
    expect(refusal(await reset(token, 'x'.repeat(1_025)))).toEqual([400, 'INVALID_REQUEST', 'password']);
    expect((await reset(token)).status).toBe(204);
  });

  it('is what the page behind the link calls', async () => {
    const { email } = await newMember(app, 'viewer');
    await forgot(email);
    const token = await mailedToken(app, email);
    const page = await call('GET', `${app.url}/account/password`);
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    const [, action] = /<form action="([^"]+)"/.exec(page.text)!;
    const script = await call('GET', `${app.url}/account/form.js`);
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
    const form = await submitted(script.text, action!, token, [['password', chosen]]);
    expect(form.said).toBe('done');
    expect((await login(email, chosen)).status).toBe(200);
    expect((await submitted(script.text, action!, token, [['password', chosen]])).said).toContain(
      'link was used',
    );
  });
});

/** What the page says after its form was sent: its own script, with as much of a browser as it uses, against the service. */
async function submitted(
  script: string,
  action: string,
  token: string,
  fields: string[][],
): Promise<{ said: string }> {
  const status = { textContent: '' };
  let submit: (event: { preventDefault: () => void }) => Promise<void>;
  const form = {
    dataset: { done: 'done' },
    getAttribute: () => app.url + action,
    addEventListener: (_type: string, listener: typeof submit) => (submit = listener),
  };
  vm.runInNewContext(script, {
    document: { querySelector: (selector: string) => (selector === 'form' ? form : status) },
    FormData: class {
      [Symbol.iterator] = () => fields[Symbol.iterator]();
    },
    location: { hash: `#${token}` },
    fetch,
  });
  await submit!({ preventDefault: () => undefined });
  return { said: status.textContent };
}

describe('POST /auth/password/change', () => {
  it('204: this session stays, the others end', async () => {
    const person = await newMember(app, 'viewer');
    const [token, other] = [await freshToken(app, person), await freshToken(app, person)];
    expect((await change(token, person.password, chosen)).status).toBe(204);
    expect((await app.get('/me', token)).status).toBe(200);
    expect(refusal(await app.get('/me', other))).toEqual([401, 'REVOKED_KEY']);
    expect((await login(person.email, chosen)).status).toBe(200);
  });

  it('400 for a wrong present password, which counts like a failed sign-in; 429 when there were ten', async () => {
    const person = await newMember(app, 'viewer');
    const token = await freshToken(app, person);
    expect(refusal(await change(token, 'wrong', chosen))).toEqual([400, 'INVALID_REQUEST', 'current']);
    await app.database.query(`UPDATE sign_in_attempts SET count = 11`);
    expect(refusal(await change(token, person.password, chosen))).toEqual([429, 'RATE_LIMITED']);
  });

  it('400 for a new one that is too easy or absent; 401 without a token', async () => {
    const person = await newMember(app, 'viewer');
    const token = await freshToken(app, person);
    expect(refusal(await change(token, person.password, 'short'))).toEqual([400, 'INVALID_REQUEST', 'new']);
    expect(refusal(await app.post('/auth/password/change', token, {}))[0]).toBe(400);
    expect(refusal(await app.post('/auth/password/change', undefined, {}))).toEqual([401, 'MISSING_AUTH']);
  });
});
