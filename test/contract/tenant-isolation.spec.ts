import { Answer, call } from '../support/http';
import { inRequest } from '../support/in-request';
import { IsolationScene, Stranger, Things } from '../support/isolation-scene';
import { Operation, operationsOf } from '../support/operations';

/** What a caller of the same organization moves by working for itself or the organization: rows that belong to no one company. */
const sharedWork = ['audit_records', 'deliveries', 'delivery_attempts', 'idempotency_records', 'jobs', 'platform_settings', 'sandbox_messages', 'sandbox_reports', 'usage_days', 'usage_months', 'usage_records']; // prettier-ignore

/** Bodies that the examples of the documentation are not: they name what is the company's, or what is there at all. */
const bodies: Record<string, (scene: IsolationScene) => Record<string, unknown>> = {
  'POST /exchange/v1/api-keys': ({ things }) => ({ name: 'theirs', scopes: ['*'], keyType: 'personal', companyId: things.companies }), // prettier-ignore
  'POST /exchange/v1/platform/api-keys': ({ things }) => ({ name: 'theirs', scopes: ['*'], keyType: 'personal', companyId: things.companies }), // prettier-ignore
  'POST /exchange/v1/events/ack': ({ things }) => ({ eventIds: [things.events] }),
  'POST /exchange/v1/documents/{id}/lifecycle': () => ({ status: 'approved' }),
  'PATCH /exchange/v1/companies/{id}': () => ({ name: 'Theirs' }),
  'PATCH /exchange/v1/documents/{id}': () => ({ notes: 'theirs' }),
  'PATCH /exchange/v1/webhooks/{id}': () => ({ description: 'theirs' }),
  'PUT /api/v1/gateway/actions/{name}': () => ({ description: 'theirs' }),
  'POST /api/v1/gateway/actions/{name}/execute': () => ({ parameters: {} }),
};

/** Values of filters and other parts of the query that are the company's. */
const filters: Record<string, (scene: IsolationScene) => string> = {
  documentId: ({ things }) => things.documents!,
  eventId: ({ things }) => things.events!,
  webhookId: ({ things }) => things.webhooks!,
  participantId: ({ company }) => company.peppolId,
  countryCode: ({ company }) => company.vatNumber.slice(0, 2),
  vatNumber: ({ company }) => company.vatNumber,
  'metadata.tenantId': () => 't_acme',
};

/** What both modes of an organization share: its log tells the platform of it in either. */
const sharedThings = ['gateway.actions', 'gateway.api-tokens', 'gateway.hmac-keys', 'organization/invitations']; // prettier-ignore

let scene: IsolationScene;
let operations: Operation[];
/** Texts that only the company's own answers may hold. */
let marks: string[];

beforeAll(async () => {
  scene = await IsolationScene.start();
  operations = [];
  for (const operation of operationsOf(scene.app)) {
    const open = await send(operation, operation.path.replace(/\{[^}]+\}/g, 'x'), undefined);
    if (open.status === 401) operations.push(operation);
  }
  const events = await scene.app.database.query(`SELECT id FROM events WHERE company_id = $1`, [scene.things.companies]); // prettier-ignore
  marks = [...Object.values(scene.things), scene.company.vatNumber, ...events.map(({ id }: { id: string }) => id)]; // prettier-ignore
});
afterAll(() => scene.stop());

function send(operation: Operation, path: string, key?: string, headers?: Record<string, string>) {
  const body = bodies[operation.route]?.(scene) ?? operation.example;
  return call(operation.method, scene.app.url + path, { key, headers, body });
}

const isOfTheGateway = ({ path }: Operation) => path.startsWith('/api/v1/gateway/');

function marksHiddenFrom({ name }: Stranger, { route }: Operation): string[] {
  if (route !== 'GET /exchange/v1/platform/audit' || name !== 'the same platform in the other mode') return marks; // prettier-ignore
  const shared = sharedThings.map((thing) => scene.things[thing]);
  return marks.filter((mark) => !shared.includes(mark));
}

/** Which thing the parameter names: the resource at the head of the path, or what lies beneath it. */
function thingAt({ route, path, parameters }: Operation, parameter: string): string {
  const head = path
    .replace(/^\/exchange\/v1\/(platform\/)?/, '')
    .replace(/^\/api\/v1\/gateway\//, 'gateway.');
  const resource = head.split('/{')[0]!;
  const name = parameter === parameters[0] ? resource : `${resource}.${parameter}`;
  if (!scene.things[name]) throw new Error(`${route}: isolation-scene.ts must make the company a ${name}`);
  return name;
}

function pathTo(operation: Operation, things: Things): string {
  return operation.parameters.reduce(
    (path, parameter) => path.replace(`{${parameter}}`, things[thingAt(operation, parameter)]!),
    operation.path,
  );
}

/** Like the thing's id, and nobody's. */
function unknownLike(id: string): string {
  return id.slice(0, -6) + (/[a-z]/.test(id.slice(-6)) ? 'ffffff' : 'ZZZZZZ');
}

/** What is the same for all that does not exist. */
function gist({ status, text }: Answer, ...ids: string[]): [number, string] {
  return [status, ids.reduce((rest, id) => rest.replaceAll(id, '…'), text).replace(/req_\w+/g, 'req_…')];
}

const keyOf = (operation: Operation, { key, gatewayToken }: Stranger) =>
  isOfTheGateway(operation) && gatewayToken && !/api-tokens|hmac-keys/.test(operation.path)
    ? gatewayToken
    : key;

/** A digest of every row that is the company's, by table. */
async function rowsOfTheCompany(): Promise<Record<string, string>> {
  const { database } = scene.app;
  const [{ organization_id: organizationId }] = await database.query(`SELECT organization_id FROM companies WHERE id = $1`, [scene.things.companies]); // prettier-ignore
  const tables: Array<{ name: string }> = await database.query(`SELECT relname AS name FROM pg_class WHERE relrowsecurity ORDER BY 1`); // prettier-ignore
  return inRequest({ organizationId, livemode: false, companyId: scene.things.companies }, async () => {
    const digests: Record<string, string> = {};
    for (const { name } of tables.filter((table) => !sharedWork.includes(table.name))) {
      const [row] = await database.query(`SELECT count(*) || ' ' || md5(coalesce(string_agg(row::text, ',' ORDER BY row::text), '')) AS digest FROM ${name} AS row`); // prettier-ignore
      digests[name] = row.digest;
    }
    return digests;
  });
}

describe('what is one company’s', () => {
  let before: Record<string, string>;

  beforeAll(async () => {
    before = await rowsOfTheCompany();
  });

  it('does not exist for anybody else, on any route that names it', async () => {
    const leaks: unknown[] = [];
    for (const operation of operations.filter(({ parameters }) => parameters.length > 0)) {
      const statuses = new Set<number>();
      for (const stranger of scene.strangers) {
        for (const mixed of [{}, ...(operation.parameters.length > 1 ? [stranger.own] : [])]) {
          const theirs = { ...scene.things, ...mixed };
          const nobodys = { ...mapped(scene.things, unknownLike), ...mixed };
          const key = keyOf(operation, stranger);
          const answer = await send(operation, pathTo(operation, theirs), key);
          const expected = await send(operation, pathTo(operation, nobodys), key);
          statuses.add(answer.status);
          const same = JSON.stringify(gist(answer, ...Object.values(theirs))) === JSON.stringify(gist(expected, ...Object.values(nobodys))); // prettier-ignore
          if (!same || ![401, 403, 404].includes(answer.status))
            leaks.push([operation.route, stranger.name, answer.status, answer.text.slice(0, 200), expected.text.slice(0, 200)]); // prettier-ignore
        }
      }
      if (!statuses.has(404)) leaks.push([operation.route, 'was never looked for', [...statuses]]);
    }
    expect(leaks).toEqual([]);
  });

  it('is in no answer to anybody else, whatever is filtered by', async () => {
    const leaks: unknown[] = [];
    for (const operation of operations.filter(({ parameters }) => parameters.length === 0)) {
      const queries = operation.filters.filter((name) => filters[name]).map((name) => ({ [name]: filters[name]!(scene) })); // prettier-ignore
      const all = Object.assign({}, ...queries) as Record<string, string>;
      for (const stranger of scene.strangers) {
        for (const query of [{}, ...queries, all]) {
          const path = `${operation.path}?${new URLSearchParams(query)}`;
          const answer = await send(operation, path, keyOf(operation, stranger));
          const sent = [...Object.values(query), JSON.stringify(bodies[operation.route]?.(scene) ?? {})].join(' '); // prettier-ignore
          const found = marksHiddenFrom(stranger, operation).filter(
            (mark) => answer.text.includes(mark) && !sent.includes(mark),
          );
          if (found.length > 0 || answer.status === 500) leaks.push([operation.route, stranger.name, answer.status, found]); // prettier-ignore
        }
      }
    }
    expect(leaks).toEqual([]);
  });

  it('cannot be acted for by anybody else', async () => {
    const leaks: unknown[] = [];
    for (const operation of operations.filter((one) => !isOfTheGateway(one))) {
      const path = operation.parameters.length > 0 ? pathTo(operation, scene.things) : operation.path;
      for (const stranger of scene.strangers) {
        const actingFor = (id: string) => send(operation, path, stranger.key, { 'x-flowie-company': id });
        const { companies } = scene.things as { companies: string };
        const answer = await actingFor(companies);
        const expected = await actingFor(unknownLike(companies));
        const found = marksHiddenFrom(stranger, operation).filter((mark) => answer.text.includes(mark) && !path.includes(mark) && mark !== scene.things.events && mark !== companies); // prettier-ignore
        if (found.length > 0 || answer.status !== expected.status)
          leaks.push([operation.route, stranger.name, answer.status, expected.status, found]);
      }
    }
    expect(leaks).toEqual([]);
  });

  it('is as it was', async () => {
    expect(Object.keys(before).length).toBeGreaterThan(25);
    expect(await rowsOfTheCompany()).toEqual(before);
  });

  it('does exist for itself: the same calls find it with its own keys', async () => {
    const unfound: unknown[] = [];
    for (const operation of inOrderOfHarm(operations.filter(({ parameters }) => parameters.length > 0))) {
      const answer = await send(operation, pathTo(operation, scene.things), ownersKey(operation));
      if ([400, 401, 403, 404].includes(answer.status) || answer.status >= 500)
        unfound.push([operation.route, answer.status, answer.text.slice(0, 300)]);
    }
    expect(unfound).toEqual([]);
  });
});

function mapped(things: Things, change: (id: string) => string): Things {
  return Object.fromEntries(Object.entries(things).map(([name, id]) => [name, change(id)]));
}

function ownersKey(operation: Operation): string {
  const { tenant, platform, dashboard, gatewayToken } = scene.owner;
  if (isOfTheGateway(operation))
    return /api-tokens|hmac-keys/.test(operation.path) ? dashboard : gatewayToken;
  if (operation.path.startsWith('/exchange/v1/platform/')) return platform;
  return /^\/exchange\/v1\/(api-keys|auth|organization)/.test(operation.path) ? dashboard : tenant;
}

/** Reads first, removals last; of those, what lies beneath before what it lies in, and the company after all. */
function inOrderOfHarm(given: Operation[]): Operation[] {
  const harm = ({ method, path }: Operation) =>
    method === 'GET' ? 0 : method !== 'DELETE' ? 1 : 100 - path.split('/').length + (/companies\/\{id\}$/.test(path) ? 100 : 0); // prettier-ignore
  return [...given].sort((left, right) => harm(left) - harm(right));
}
