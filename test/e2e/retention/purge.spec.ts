import { userInfo } from 'node:os';
import { ChildProcess, execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { documentTables } from '../../../src/modules/retention/document-tables';
import { Purge } from '../../../src/modules/retention';
import { eventually } from '../../support/eventually';
import { Exchange } from '../../support/exchange';
import { olderCopies } from '../../support/old-documents';
import { onboard, platformKey } from '../../support/scenario';

const command = join(__dirname, '../../../dist/commands/purge.js');

let exchange: Exchange;
let original: string;

beforeAll(async () => {
  exchange = await Exchange.start();
  original = (await exchange.send('0208:0123456749')).id as string;
  await exchange.until(original, { status: 'sent' });
});
beforeEach(() =>
  exchange.app.database.query(`UPDATE legal_holds SET lifted_at = now() WHERE lifted_at IS NULL`),
);
afterAll(() => exchange.stop());

const year = new Date().getUTCFullYear();
const copies = (issueDate: string, count = 1, changes = {}) =>
  olderCopies(exchange.app.database, original, issueDate, count, changes);
const left = async (ids: string[], table = 'documents', column = 'id') => {
  const sql = `SELECT ${column} AS id FROM ${table} WHERE ${column} = ANY($1)`;
  const rows: Array<{ id: string }> = await exchange.app.database.query(sql, [ids]);
  return rows.map(({ id }) => id).sort();
};
const purge = () => new Purge(exchange.app.database, exchange.app.clock, 10);
const environment = () => ({
  ...process.env,
  DATABASE_URL: exchange.app.databaseUrl,
  RETENTION_DEFAULT_YEARS: '10',
});

function run(...given: string[]): Promise<{ code: number; out: string; complaint: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [command, ...given], { env: environment() }, (error, out, complaint) =>
      resolve({ code: error ? Number(error.code) : 0, out, complaint }),
    );
  });
}

describe('the tables of documents', () => {
  it('are all that refer to documents, so that a purge leaves nothing behind', async () => {
    const rows: Array<{ table: string }> = await exchange.app.database.query(
      `WITH RECURSIVE referring AS (
         SELECT 'documents'::regclass::oid AS id
         UNION SELECT conrelid FROM pg_constraint JOIN referring ON confrelid = referring.id WHERE contype = 'f'
       )
       SELECT id::regclass::text AS "table" FROM referring WHERE id <> 'documents'::regclass ORDER BY 1`,
    );
    // Evidence is kept by transmission, and proves messages too: no key refers to the document.
    const unkeyed = ['transmission_evidence'];
    const listed = documentTables.map(({ table }) => table).filter((table) => !unkeyed.includes(table));
    expect(listed.sort()).toEqual(rows.map(({ table }) => table));
  });
});

describe('what is past its retention', () => {
  it('is what was issued more whole years ago than the longer law of both sides wants', async () => {
    const [due, notDue] = [await copies(`${year - 11}-12-31`), await copies(`${year - 10}-01-01`)];
    const plan = await purge().plan({ companyId: exchange.acme.company.id });
    expect(plan).toEqual([
      {
        organizationId: expect.any(String),
        livemode: false,
        companyId: exchange.acme.company.id,
        companyName: 'ACME',
        country: 'FR',
        year: year - 11,
        documents: 1,
        bytes: expect.any(Number),
        held: 0,
      },
    ]);
    expect(plan[0]!.bytes).toBe(Buffer.byteLength(await exchange.xml(original)));
    await purge().execute(plan, () => undefined);
    expect(await left([...due, ...notDue])).toEqual(notDue);
    const { body } = await exchange.app.get('/platform/audit?action=documents.purged', exchange.platform);
    expect(body.data).toMatchObject([
      {
        companyId: exchange.acme.company.id,
        actor: { kind: 'operator', id: 'npm run purge', name: userInfo().username },
        changes: [
          { field: 'documents', to: 1 },
          { field: 'year', to: year - 11 },
        ],
      },
    ]);
  });

  it('follows the other side, in whichever direction, and the default where that is unknown', async () => {
    const dutch = await exchange.onboard({ vatNumber: 'NL004495445B01', name: 'Dutch' });
    const own = { company_id: dutch.company.id };
    const eight = `${year - 8}-06-01`;
    const among = (receiver_id: string, more = {}) => copies(eight, 1, { ...own, receiver_id, ...more });
    const dutchOnly = await among('0106:12345678');
    const received = await copies(eight, 1, {
      ...own,
      direction: 'incoming',
      status: 'received',
      delivery_status: null,
      sender_id: '0190:00000001003214345000',
      receiver_id: '0208:0403170701',
    });
    const kept = [
      ...(await among('0208:0403170701')),
      ...(await among('9930:DE136695976')),
      ...(await among('0088:5790000435968')),
    ];
    await purge().execute(await purge().plan({ companyId: dutch.company.id }), () => undefined);
    expect(await left([...dutchOnly, ...received, ...kept])).toEqual(kept.sort());
  });

  it('never includes what is still to be sent', async () => {
    const queued = await copies('2001-01-01', 1, { status: 'queued', delivery_status: 'pending' });
    expect(await purge().plan({})).toEqual([]);
    await exchange.app.database.query(`UPDATE documents SET issue_date = '2026-01-01' WHERE id = $1`, queued);
  });
});

describe('a legal hold', () => {
  it('of a document or of its company keeps it, until it is lifted', async () => {
    const { app, acme } = exchange;
    const [held, free] = await copies('2002-02-02', 2);
    const hold = (method: string, path: string) =>
      app.exchange(method, `${path}/legal-hold`, { key: acme.apiKey.key, body: { reason: 'Audit' } });
    await hold('PUT', `/companies/${acme.company.id}`);
    expect(await purge().plan({})).toMatchObject([{ documents: 0, held: 2 }]);
    expect(await purge().execute(await purge().plan({}), () => undefined)).toBe(0);
    await hold('PUT', `/documents/${held}`);
    await hold('DELETE', `/companies/${acme.company.id}`);
    const plan = await purge().plan({});
    expect(plan).toMatchObject([{ documents: 1, held: 1 }]);
    expect(await purge().execute(plan, () => undefined)).toBe(1);
    expect(await left([held!, free!])).toEqual([held]);
    await hold('DELETE', `/documents/${held}`);
    expect(await purge().execute(await purge().plan({}), () => undefined)).toBe(1);
  });

  it('that is placed after the plan was made counts', async () => {
    const [late] = await copies('2003-03-03');
    const plan = await purge().plan({});
    const path = `/documents/${late}/legal-hold`;
    await exchange.app.exchange('PUT', path, { key: exchange.acme.apiKey.key, body: { reason: 'Late' } });
    expect(await purge().execute(plan, () => undefined)).toBe(0);
    expect(await left([late!])).toEqual([late]);
    await exchange.app.exchange('DELETE', path, { key: exchange.acme.apiKey.key });
    expect(await purge().execute(plan, () => undefined)).toBe(1);
  });
});

describe('two purges at once', () => {
  it('remove everything once', async () => {
    const ids = await copies('2006-06-06', 1_200);
    const plan = await purge().plan({});
    const totals = await Promise.all([1, 2].map(() => purge().execute(plan, () => undefined)));
    expect(totals[0]! + totals[1]!).toBe(1_200);
    expect(await left(ids)).toEqual([]);
  });
});

describe('npm run purge', () => {
  it('explains itself, and says what is wrong', async () => {
    const help = await run('--help');
    expect([help.code, help.out]).toEqual([0, expect.stringContaining('--execute')]);
    const unknown = await run('--exeute');
    expect([unknown.code, unknown.complaint]).toEqual([1, expect.stringContaining('--exeute')]);
    const mode = await run('--mode', 'both');
    expect([mode.code, mode.complaint]).toEqual([1, expect.stringContaining('must be live or test')]);
  });

  it('shows by default and removes nothing; by mode and by company', async () => {
    expect((await run()).out).toContain('No document is past its retention.');
    const ids = await copies('2004-04-04', 3);
    const { code, out } = await run();
    expect(code).toBe(0);
    expect(out).toMatch(/^MODE +COUNTRY +COMPANY +NAME +YEAR +DOCUMENTS +SIZE +HELD$/m);
    expect(out).toMatch(
      new RegExp(`^test +FR +${exchange.acme.company.id} +ACME +2004 +3 +\\d+ kB +0$`, 'm'),
    );
    expect(out).toContain('Nothing was removed.');
    expect(await left(ids)).toHaveLength(3);
    expect((await run('--mode', 'live', '--execute')).out).toContain('No document');
    expect((await run('--company', exchange.globex.company.id, '--execute')).out).toContain('No document');
    const live = await onboard(exchange.app, await platformKey(exchange.app, { mode: 'live' }), {
      vatNumber: 'FR86797978996',
    });
    const ofLive = await copies('2004-04-04', 1, { company_id: live.company.id, livemode: true });
    expect((await run('--mode', 'test', '--execute')).out).toContain('Removed 3 documents.');
    expect(await left([...ids, ...ofLive])).toEqual(ofLive);
    expect((await run('--execute')).out).toContain('Removed 1 documents.');
  }, 180_000);

  it('goes on where it was killed: what is gone is recorded, whole batches at a time', async () => {
    const ids = (await copies('2005-05-05', 3_000)).sort();
    const child = spawn(process.execPath, [command, '--execute'], { env: environment() });
    await firstBatch(child);
    const recorded = async () => {
      const rows: Array<{ document_ids: string[] }> = await exchange.app.database.query(
        `SELECT document_ids FROM purge_records WHERE issue_year = 2005`,
      );
      return rows.flatMap(({ document_ids }) => document_ids).sort();
    };
    // The database may still be about to roll back what the dead process had begun.
    const [remaining, gone] = await eventually('a settled state', async () => {
      const state = [await left(ids), await recorded()] as const;
      return state[0].length + state[1].length === ids.length && state;
    });
    expect(gone.length).toBeGreaterThan(0);
    expect(remaining.length).toBeGreaterThan(0);
    expect(gone.length % 500).toBe(0);
    expect([...remaining, ...gone].sort()).toEqual(ids);
    expect(await left(ids, 'document_payloads', 'document_id')).toEqual(remaining);
    expect((await run('--execute')).out).toContain(`Removed ${remaining.length} documents.`);
    expect(await recorded()).toEqual(ids);
    expect((await exchange.document(original)).id).toBe(original);
  });

  /** Kills the process as a machine would, as soon as it has told of its first batch. */
  async function firstBatch(child: ChildProcess): Promise<void> {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    let text = '';
    child.stdout!.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\nremoved ')) child.kill('SIGKILL');
    });
    await ended;
  }
});
