import { TestApp } from '../../support/app';
import { itAuthenticates, refusal } from '../../support/authentication';
import { firstOrganizationId } from '../../support/events';
import { Answer } from '../../support/http';
import { addMembership, freshToken, newMember, Person } from '../../support/people';
import { secondOrganization, signIn } from '../../support/scenario';

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

const setRole = (key: string, userId: string, role: unknown): Promise<Answer> =>
  app.exchange('PATCH', `/organization/members/${userId}`, { key, body: { role } });
const remove = (key: string, userId: string): Promise<Answer> =>
  app.exchange('DELETE', `/organization/members/${userId}`, { key });
const myId = async (key: string): Promise<string> => (await app.get('/me', key)).body.caller.id;

/** An organization with as many owners as given, each signed in. */
async function ownedBy(
  count: number,
): Promise<{ organizationId: string; owners: Array<Person & { token: string }> }> {
  const { organizationId, token: first } = await secondOrganization(app);
  const owners = await Promise.all(
    Array.from({ length: count }, async () => {
      const person = await newMember(app, 'owner', organizationId);
      return { ...person, token: await freshToken(app, person) };
    }),
  );
  await remove(first, await myId(first));
  return { organizationId, owners };
}

describe('GET /organization/members', () => {
  itAuthenticates(() => app, { method: 'GET', path: '/organization/members', caller: 'dashboard' });

  it('200: everybody of this organization and nobody else, in pages, to any member', async () => {
    const { organizationId, owners } = await ownedBy(2);
    const viewer = await newMember(app, 'viewer', organizationId);
    const token = await freshToken(app, viewer);
    const first = (await app.get('/organization/members?limit=2', token)).body;
    expect(first).toMatchObject({ hasMore: true, nextCursor: expect.any(String) });
    const second = (await app.get(`/organization/members?limit=2&cursor=${first.nextCursor}`, token)).body;
    const everybody = [...first.data, ...second.data];
    expect(everybody.map(({ userId }) => userId).sort()).toEqual(
      [...owners.map(({ userId }) => userId), viewer.userId].sort(),
    );
    expect(everybody.find(({ userId }) => userId === viewer.userId)).toEqual({
      userId: viewer.userId,
      email: viewer.email,
      name: null,
      role: 'viewer',
      joinedAt: expect.any(String),
    });
    expect(refusal(await app.get('/organization/members?cursor=x', token))).toEqual([400, 'INVALID_CURSOR']);
  });
});

describe('PATCH /organization/members/{userId}', () => {
  it('200: the member in the new role', async () => {
    const person = await newMember(app, 'viewer');
    const { status, body } = await setRole(owner, person.userId, 'developer');
    expect([status, body.userId, body.role]).toEqual([200, person.userId, 'developer']);
  });

  it('400, 403, 404', async () => {
    const person = await newMember(app, 'developer');
    expect(refusal(await setRole(owner, person.userId, 'king'))).toEqual([400, 'INVALID_ENUM', 'role']);
    expect(refusal(await setRole(owner, person.userId, undefined))).toEqual([400, 'MISSING_FIELD', 'role']);
    const developer = await freshToken(app, person);
    expect(refusal(await setRole(developer, person.userId, 'owner'))).toEqual([403, 'INSUFFICIENT_SCOPE']);
    const { owners } = await ownedBy(1);
    for (const id of ['usr_nobody', owners[0]!.userId])
      expect(refusal(await setRole(owner, id, 'viewer'))).toEqual([404, 'MEMBER_NOT_FOUND']);
  });

  it('409 LAST_OWNER, for oneself too', async () => {
    const { owners } = await ownedBy(1);
    const [{ token, userId }] = owners as [Person & { token: string }];
    expect(refusal(await setRole(token, userId, 'developer'))).toEqual([409, 'LAST_OWNER']);
    expect((await setRole(token, userId, 'owner')).status).toBe(200);
  });
});

describe('DELETE /organization/members/{userId}', () => {
  it('204: whoever is removed is signed out and belongs here no more', async () => {
    const person = await newMember(app, 'developer');
    const { organizationId } = await secondOrganization(app);
    await addMembership(app, person.userId, organizationId, 'viewer');
    const token = await freshToken(app, person);
    expect((await remove(owner, person.userId)).status).toBe(204);
    expect(refusal(await app.get('/me', token))).toEqual([401, 'REVOKED_KEY']);
    const again = await app.post('/auth/login', undefined, {
      email: person.email,
      password: person.password,
    });
    expect(again.body.organizations.map(({ id }: { id: string }) => id)).toEqual([organizationId]);
    const headers = { 'X-Flowie-Organization-Id': await firstOrganizationId(app) };
    expect((await app.get('/me', again.body.accessToken, headers)).status).toBe(403);
    expect(refusal(await remove(owner, person.userId))).toEqual([404, 'MEMBER_NOT_FOUND']);
  });

  it('204: a viewer leaves; others they cannot remove', async () => {
    const person = await newMember(app, 'viewer');
    const token = await freshToken(app, person);
    expect(refusal(await remove(token, await myId(owner)))).toEqual([403, 'INSUFFICIENT_SCOPE']);
    expect((await remove(token, person.userId)).status).toBe(204);
    expect(refusal(await app.get('/me', token))).toEqual([401, 'REVOKED_KEY']);
  });

  it("404 for another organization's member", async () => {
    const { owners } = await ownedBy(1);
    expect(refusal(await remove(owner, owners[0]!.userId))).toEqual([404, 'MEMBER_NOT_FOUND']);
  });
});

describe('the last owner', () => {
  it('cannot leave', async () => {
    const { owners } = await ownedBy(1);
    expect(refusal(await remove(owners[0]!.token, owners[0]!.userId))).toEqual([409, 'LAST_OWNER']);
  });

  it.each([
    ['leave', (token: string, userId: string) => remove(token, userId)],
    ['step down', (token: string, userId: string) => setRole(token, userId, 'viewer')],
  ])('is left when all of them %s at once', async (_what, act) => {
    const { organizationId, owners } = await ownedBy(4);
    const statuses = (await Promise.all(owners.map(({ token, userId }) => act(token, userId)))).map(({ status }) => status); // prettier-ignore
    expect(statuses.filter((status) => status === 409)).toHaveLength(1);
    const left = await app.database.query(
      `SELECT user_id FROM memberships WHERE organization_id = $1 AND role = 'owner'`,
      [organizationId],
    );
    expect(left).toHaveLength(1);
  });
});

describe('PATCH /organization', () => {
  const rename = (key: string, body: unknown) => app.exchange('PATCH', '/organization', { key, body });

  it('200: its new name, for everybody', async () => {
    const { owners } = await ownedBy(1);
    const { token } = owners[0]!;
    expect((await rename(token, { name: ' ACME Group ' })).body).toMatchObject({
      name: 'ACME Group',
      entitlements: [],
    });
    expect((await app.get('/me', token)).body.organization.name).toBe('ACME Group');
  });

  it('400, 403', async () => {
    expect(refusal(await rename(owner, {}))).toEqual([400, 'MISSING_FIELD', 'name']);
    expect(refusal(await rename(owner, { name: '  ' }))).toEqual([400, 'INVALID_REQUEST', 'name']);
    expect(refusal(await rename(owner, { name: 'x', entitlements: ['white_label'] }))[0]).toBe(400);
    const developer = await freshToken(app, await newMember(app, 'developer'));
    expect(refusal(await rename(developer, { name: 'x' }))).toEqual([403, 'INSUFFICIENT_SCOPE']);
  });
});
