import { admin, TestApp } from '../../support/app';
import { itAuthenticates, refusal } from '../../support/authentication';
import { eventually } from '../../support/eventually';
import { freshToken, lastMail, mailedToken, newEmail, newMember } from '../../support/people';
import { secondOrganization, signIn } from '../../support/scenario';

const password = 'violet anchors drift slowly';

let app: TestApp;
let owner: string;

beforeAll(async () => {
  app = await TestApp.start();
});
// Some tests let more time go by than a session lasts.
beforeEach(async () => {
  owner = await signIn(app);
});
afterAll(() => app.stop());

const invite = (email: string, role: unknown = 'developer', key = owner, headers?: Record<string, string>) =>
  app.post('/organization/invitations', key, { email, role }, headers);
const accept = (body: Record<string, unknown>) => app.post('/auth/invitations/accept', undefined, body);
const withdraw = (id: string, key = owner) =>
  app.exchange('DELETE', `/organization/invitations/${id}`, { key });

async function invited(
  email = newEmail(),
  role = 'developer',
): Promise<{ id: string; email: string; token: string }> {
  const { body } = await invite(email, role);
  return { id: body.id, email, token: await mailedToken(app, email) };
}

describe('POST /organization/invitations', () => {
  itAuthenticates(() => app, { method: 'POST', path: '/organization/invitations', caller: 'dashboard' });

  it('201: a mail with a link, whose token is in no answer and in no table', async () => {
    const email = newEmail();
    const { status, body, text } = await invite(` ${email.toUpperCase()} `, 'viewer');
    expect([status, body]).toEqual([
      201,
      {
        id: expect.stringMatching(/^inv_/),
        email,
        role: 'viewer',
        invitedBy: expect.stringMatching(/^usr_/),
        createdAt: expect.any(String),
        expiresAt: new Date(Date.parse(body.createdAt) + 7 * 86_400_000).toISOString(),
      },
    ]);
    const mail = await lastMail(app, email);
    expect(mail.subject).toBe('Join My organization on Flowie Exchange');
    expect(mail.text).toContain(
      `${admin.email} invites you to join My organization on Flowie Exchange, as viewer.`,
    );
    const token = await mailedToken(app, email);
    const tables = await app.database.query(
      `SELECT (SELECT json_agg(mails)::text FROM mails) AS mails, (SELECT json_agg(invitations)::text FROM invitations) AS invitations`,
    );
    expect(text + JSON.stringify(tables)).not.toContain(token);
  });

  it('201 again for a repeat with the same Idempotency-Key, and one mail', async () => {
    const email = newEmail();
    const headers = { 'Idempotency-Key': email };
    const [first, second] = [await invite(email, 'viewer', owner, headers), await invite(email, 'viewer', owner, headers)]; // prettier-ignore
    expect(second.body).toEqual(first.body);
    const [{ count }] = await app.database.query('SELECT count(*)::integer AS count FROM mails WHERE $1 = ANY (recipients)', [email]); // prettier-ignore
    expect(count).toBe(1);
  });

  it('201 replaces an earlier one, whose link is worth nothing any more', async () => {
    const email = newEmail();
    const first = await invited(email, 'owner');
    const second = await invited(email, 'viewer');
    expect(refusal(await accept({ token: first.token, password }))).toEqual([401, 'INVALID_TOKEN']);
    expect((await accept({ token: second.token, password })).body.organization.role).toBe('viewer');
  });

  it('400, 403, 409', async () => {
    expect(refusal(await invite('nobody'))).toEqual([400, 'INVALID_REQUEST', 'email']);
    expect(refusal(await invite(newEmail(), 'king'))).toEqual([400, 'INVALID_ENUM', 'role']);
    const developer = await freshToken(app, await newMember(app, 'developer'));
    expect(refusal(await invite(newEmail(), 'viewer', developer))).toEqual([403, 'INSUFFICIENT_SCOPE']);
    expect(refusal(await invite(admin.email))).toEqual([409, 'MEMBER_EXISTS']);
  });
});

describe('GET and DELETE /organization/invitations', () => {
  it("200: those that wait, the newest first, and none of another organization's", async () => {
    const { token: other } = await secondOrganization(app);
    const one = await invite(newEmail(), 'viewer', other);
    const two = await invite(newEmail(), 'viewer', other);
    await invite(newEmail());
    const { body } = await app.get('/organization/invitations', other);
    expect(body).toEqual({ data: [two.body, one.body], hasMore: false, nextCursor: null });
    const page = (await app.get('/organization/invitations?limit=1', other)).body;
    const rest = await app.get(`/organization/invitations?limit=1&cursor=${page.nextCursor}`, other);
    expect([...page.data, ...rest.body.data]).toEqual(body.data);
    expect(refusal(await withdraw(one.body.id))).toEqual([404, 'INVITATION_NOT_FOUND']);
  });

  it('204: its link is worth nothing from then on; 404 afterwards', async () => {
    const { id, token } = await invited();
    expect((await withdraw(id)).status).toBe(204);
    expect(refusal(await accept({ token, password }))).toEqual([401, 'INVALID_TOKEN']);
    expect(refusal(await withdraw(id))).toEqual([404, 'INVITATION_NOT_FOUND']);
  });
});

describe('POST /auth/invitations/accept', () => {
  it('200: a new account, which signs in and is what the invitation says', async () => {
    const { email, token } = await invited();
    const { status, body } = await accept({ token, password, name: ' Anna Berg ' });
    expect([status, body]).toEqual([
      200,
      {
        user: { id: expect.stringMatching(/^usr_/), email },
        organization: { id: expect.stringMatching(/^org_/), name: 'My organization', role: 'developer' },
      },
    ]);
    const session = await freshToken(app, { email, password });
    expect((await app.get('/me', session)).body.caller).toMatchObject({
      id: body.user.id,
      role: 'developer',
    });
    const members = (await app.get('/organization/members?limit=100', owner)).body.data;
    expect(members).toContainEqual(expect.objectContaining({ email, name: 'Anna Berg' }));
    expect(refusal(await accept({ token, password }))).toEqual([401, 'INVALID_TOKEN']);
  });

  it('200 for somebody who has an account: no password is asked for, nor changed, and both organizations are theirs', async () => {
    const { token: key, organizationId } = await secondOrganization(app);
    const person = await newMember(app, 'viewer', organizationId);
    const { token } = await invited(person.email, 'owner');
    expect(refusal(await accept({ token, password: 'another long password' }))).toEqual([400, 'INVALID_REQUEST', 'password']); // prettier-ignore
    expect((await accept({ token })).status).toBe(200);
    const session = await freshToken(app, person);
    const roles = [undefined, organizationId].map((id) =>
      app.get('/me', session, id ? { 'X-Flowie-Organization-Id': id } : undefined),
    );
    expect((await Promise.all(roles)).map(({ body }) => body.caller.role)).toEqual(['owner', 'viewer']);
    expect((await app.get('/me', key)).status).toBe(200);
  });

  it('of uses at once one succeeds', async () => {
    const { token, email } = await invited();
    const statuses = (await Promise.all([1, 2, 3].map(() => accept({ token, password })))).map(
      ({ status }) => status,
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(await app.database.query('SELECT email FROM users WHERE email = $1', [email])).toHaveLength(1);
  });

  it('of invitations by two organizations, accepted at once, one makes the account; the other finds it there', async () => {
    const email = newEmail();
    const { token: other } = await secondOrganization(app);
    const tokens: string[] = [];
    for (const key of [owner, other]) {
      await invite(email, 'viewer', key);
      tokens.push(await mailedToken(app, email));
    }
    const passwords = ['violet anchors drift slowly', 'amber kites rest quietly'];
    const barrier = app.database.createQueryRunner();
    await barrier.startTransaction();
    // Readable, not writable: both requests find no account, and wait to make one.
    await barrier.query('LOCK TABLE users IN SHARE MODE');
    const pending = tokens.map((token, at) => accept({ token, password: passwords[at] }));
    await eventually('both requests to wait', async () => {
      const waiting = await barrier.query(
        `SELECT FROM pg_locks WHERE NOT granted AND relation = 'users'::regclass AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      );
      return waiting.length === 2;
    });
    await barrier.commitTransaction();
    await barrier.release();
    const answers = await Promise.all(pending);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    const first = answers.findIndex(({ status }) => status === 200);
    const second = 1 - first;
    expect(refusal(answers[second]!)).toEqual([400, 'INVALID_REQUEST', 'password']);
    const login = (at: number) => app.post('/auth/login', undefined, { email, password: passwords[at] });
    expect([(await login(first)).status, (await login(second)).status]).toEqual([200, 401]);
    expect((await accept({ token: tokens[second] })).status).toBe(200);
    expect((await login(first)).body.organizations).toHaveLength(2);
  });

  it('400 without a password for a new account, or with one that is too easy; the link stays good', async () => {
    const { token, email } = await invited();
    expect(refusal(await accept({ token }))).toEqual([400, 'MISSING_FIELD', 'password']);
    for (const easy of ['short', 'password1234', email])
      expect(refusal(await accept({ token, password: easy }))).toEqual([400, 'INVALID_REQUEST', 'password']);
    expect(refusal(await accept({ password }))).toEqual([400, 'MISSING_FIELD', 'token']);
    expect((await accept({ token, password })).status).toBe(200);
  });

  it('401 after 7 days, and for what nobody sent', async () => {
    const { token } = await invited();
    expect(refusal(await accept({ token: 'A'.repeat(43), password }))).toEqual([401, 'INVALID_TOKEN']);
    app.clock.advance({ hours: 7 * 24 });
    expect(refusal(await accept({ token, password }))).toEqual([401, 'INVALID_TOKEN']);
  });
});
