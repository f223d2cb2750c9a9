import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestApp } from '../support/app';
import { call } from '../support/http';
import { inPython } from '../support/python';
import { newVatNumber, platformKey } from '../support/scenario';
import { sharedPath } from '../support/shared';
import { itNeedingFile } from '../support/needing';

/**
 * The onboarding kit's "Concrete script for backfill", cut out of the document as it stands and run by Python. The kit speaks of
 * thousands of tenants: BACKFILL_TENANTS=1000 npm run test:some -- test/verifiers/backfill
 */
const kit = sharedPath('seeds/000_b654862b7c89a147.txt');
const tenantCount = Number(process.env.BACKFILL_TENANTS ?? 60);
const folder = mkdtempSync(join(tmpdir(), 'flowie-backfill-'));
const scriptPath = join(folder, 'backfill.py');

interface Run {
  answers: Array<{ status: number; replayed: boolean }>;
  errors: Array<{ event: string; tenant: string; status: number; body: string }>;
  seconds: number;
}

interface Tenant {
  id: string;
  vat: string;
  name: string;
}

let app: TestApp;
let key: string;

beforeAll(async () => {
  app = await TestApp.start();
  key = await platformKey(app);
});
afterAll(() => app.stop());

/** From its first line to its last; the document has text before and after it. */
function cutScript(): string {
  const script = /^for tenant in db\.tenants\(active=True\):\n[^]*?\n {8}continue\n/m.exec(
    readFileSync(kit, 'utf8'),
  );
  expect(script?.[0]).toContain('api.post("/platform/companies",');
  return script![0];
}

const backfill = (tenants: Tenant[]): Promise<Run> =>
  inPython('backfill.py', { baseUrl: `${app.url}/exchange/v1`, key, tenants }, scriptPath);

const say = (what: string, seconds: number) =>
  process.stdout.write(
    `backfill: ${what}: ${tenantCount} tenants in ${seconds.toFixed(2)} s, ${Math.round(tenantCount / seconds)} a second\n`,
  );

const tenants: Tenant[] = Array.from({ length: tenantCount }, (_, at) => ({
  id: `t_${at}`,
  vat: newVatNumber(),
  name: `Tenant ${at}`,
}));

itNeedingFile(kit)(
  "the kit's backfill script: all are onboarded, replayed when it runs again, and known when their keys are not",
  async () => {
    writeFileSync(scriptPath, cutScript());

    const first = await backfill(tenants);
    expect(first).toMatchObject({
      answers: tenants.map(() => ({ status: 201, replayed: false })),
      errors: [],
    });
    say('the first run', first.seconds);

    const second = await backfill(tenants);
    expect(second).toMatchObject({
      answers: tenants.map(() => ({ status: 201, replayed: true })),
      errors: [],
    });
    say('again, all replays', second.seconds);

    const third = await backfill(tenants.map((tenant) => ({ ...tenant, id: `other_${tenant.id}` })));
    expect(third.answers).toEqual(tenants.map(() => ({ status: 409, replayed: false })));
    const rows = await app.database.query(`SELECT id, vat_number FROM companies`);
    const idOf = new Map(
      (rows as Array<{ id: string; vat_number: string }>).map(({ id, vat_number }) => [vat_number, id]),
    );
    expect(idOf.size).toBe(tenantCount);
    for (const [at, { event, tenant, status, body }] of third.errors.entries()) {
      const { code, companyId } = JSON.parse(body).error;
      const expected = [`other_t_${at}`, 'COMPANY_EXISTS', idOf.get(tenants[at]!.vat)];
      expect([event, status, tenant, code, companyId]).toEqual(['onboard_failed', 409, ...expected]);
    }
    expect(third.errors).toHaveLength(tenantCount);
  },
  300_000,
);

it('a batch of as many, for comparison', async () => {
  const lines = tenants.map(({ id, name }) =>
    JSON.stringify({
      vatNumber: newVatNumber(),
      name,
      metadata: { tenantId: id },
      idempotencyKey: `batch-${id}`,
    }),
  );
  const begin = performance.now();
  const { text: answer } = await call('POST', `${app.url}/exchange/v1/platform/companies/batch`, {
    key,
    body: lines.join('\n'),
    headers: { 'content-type': 'application/x-ndjson' },
  });
  say('POST /platform/companies/batch', (performance.now() - begin) / 1_000);
  const { summary } = JSON.parse(answer.trimEnd().split('\n').at(-1)!);
  expect(summary).toEqual({ lines: tenantCount, created: tenantCount, replayed: 0, existing: 0, refused: 0 });
}, 300_000);
