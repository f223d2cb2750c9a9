import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from '../../../src/web/documentation';
import { AuditScene } from './audit-scene';
import { audited, unaudited } from './routes';

/** What is done without a route: by the system, by commands, and by routes that refuse or have another action too. */
const actionsWithoutRoute = [
  'webhook.paused',
  'webhook.disabled',
  'documents.purged',
  'login.failed',
  'plan.assigned',
  'plan.unassigned',
  'plan.changed',
  'organization.created',
  'organization.entitlement_granted',
  'organization.entitlement_revoked',
  'custom_domain.chosen',
  'custom_domain.removed',
];

let scene: AuditScene;

beforeAll(async () => {
  scene = await AuditScene.start();
});
afterAll(() => scene.stop());

function mutatingRoutes(): string[] {
  const { paths } = openApiDocument(scene.app.app);
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item)
      .filter((verb) => /^(post|put|patch|delete)$/.test(verb))
      .map((verb) => `${verb.toUpperCase()} ${path}`),
  );
}

it('every route that may change something says in routes.ts what it leaves in the log, or why nothing', () => {
  const decided = [...Object.keys(audited), ...Object.keys(unaudited)];
  expect(mutatingRoutes().sort()).toEqual(decided.sort());
});

/** Those in the table of the documentation, where `.deleted` belongs to the family before it. */
function documentedActions(): string[] {
  const text = readFileSync(join(__dirname, '../../../docs/audit.md'), 'utf8');
  const rows = text.split('\n').filter((line) => line.startsWith('|'));
  let family = '';
  return [...rows.join('\n').matchAll(/`([a-z_]*)(\.[a-z_]+)`/g)].map(
    ([, named, what]) => (family = named! || family) + what!,
  );
}

it('every action is in the table of docs/audit.md, and no other', () => {
  const routed = Object.values(audited).map(({ action }) => action);
  expect(documentedActions().sort()).toEqual([...new Set([...routed, ...actionsWithoutRoute])].sort());
});

it.each(Object.entries(audited))('%s', async (_route, { action, send }) => {
  const answer = await send(scene);
  expect([Math.floor(answer.status / 100), answer.text]).toEqual([2, answer.text]);
  const records = await scene.recordsOf(answer);
  expect(records.map((record) => record.action)).toEqual([action]);
  expect(records[0]).toMatchObject({
    actor: {
      kind: expect.stringMatching(/^(key|user|token)$/),
      id: expect.any(String),
      name: expect.any(String),
    },
    ipAddress: expect.stringMatching(/127\.0\.0\.1$/),
  });
});

it('nothing else is in the log', async () => {
  const rows = await scene.app.database.query(`SELECT DISTINCT action FROM audit_records`);
  expect(documentedActions()).toEqual(
    expect.arrayContaining((rows as Array<{ action: string }>).map(({ action }) => action)),
  );
});

it('no secret that the API has ever shown is in the log', async () => {
  const rows = await scene.app.database.query(
    `SELECT row_to_json(audit_records)::text AS text FROM audit_records`,
  );
  const text = (rows as Array<{ text: string }>).map((row) => row.text).join('\n');
  expect(text).toContain('[redacted]');
  expect(text).not.toMatch(/whsec_|hmac_[0-9a-f]{32}|api_[0-9a-f]{40}|flw_\w+_\w{24}|mig-secret|sealed/);
  for (const secret of [scene.exchange.platform, scene.exchange.acme.apiKey.key, scene.token, scene.jwt])
    expect(text).not.toContain(secret);
});
