import { execFile } from 'node:child_process';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { Plans } from '../../../src/modules/platform-usage';
import { TestApp } from '../../support/app';
import { secondOrganization } from '../../support/scenario';

const command = join(__dirname, '../../../dist/commands/plan.js');
let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

describe('npm run plan', () => {
  function run(...given: string[]): Promise<{ code: number; out: string; complaint: string }> {
    const env = { ...process.env, DATABASE_URL: app.databaseUrl };
    return new Promise((resolve) => {
      execFile(process.execPath, [command, ...given], { env }, (error, out, complaint) =>
        resolve({ code: error ? Number(error.code) : 0, out, complaint }),
      );
    });
  }

  it('makes a plan and gives it to an organization', async () => {
    const { organizationId } = await secondOrganization(app);
    const made = await run('set', 'business', '--documents', '5000', '--per-company', '100', '--hard');
    const business = 'business: 5000 documents a month, 100 for each company (hard: more are refused)';
    expect(made).toMatchObject({ code: 0, out: `${business}\n` });
    const plans = new Plans(app.database, app.clock);
    await plans.assign(organizationId, 'business');
    expect((await run('list')).out.split('\n')).toContain(`${business}; ${organizationId}`);
    await expect(plans.remove('business')).rejects.toThrow('organizations have the plan "business"');
    await plans.assign(organizationId, null);
    await plans.remove('business');
    await expect(plans.remove('business')).rejects.toThrow('there is no plan "business"');
  });

  it('tells the organizations in their logs, with what the plan comes to', async () => {
    const { organizationId, platformKey: key } = await secondOrganization(app);
    const stranger = await secondOrganization(app);
    const plans = new Plans(app.database, app.clock);
    const setSmall = (documents: number) =>
      plans.set({ name: 'small', documents, documentsPerCompany: null, hard: false });
    await setSmall(50);
    for (const _time of [1, 2]) await plans.assign(organizationId, 'small');
    for (const documents of [60, 60]) await setSmall(documents);
    await plans.set({ name: 'large', documents: 1000, documentsPerCompany: null, hard: true });
    await plans.assign(organizationId, 'large');
    expect(await run('unassign', organizationId)).toMatchObject({ code: 0 });
    const { data } = (await app.get('/platform/audit?action=plan.*', key)).body;
    expect(data.map(({ action, changes }: any) => [action, changes])).toEqual([
      ['plan.unassigned', [{ field: 'plan', from: 'large', to: null }, { field: 'documents', from: 1000, to: null }, { field: 'hard', from: true, to: null }]],
      ['plan.assigned', [{ field: 'plan', from: 'small', to: 'large' }, { field: 'documents', from: 60, to: 1000 }, { field: 'hard', from: false, to: true }]],
      ['plan.changed', [{ field: 'documents', from: 50, to: 60 }]],
      ['plan.assigned', [{ field: 'plan', from: null, to: 'small' }, { field: 'documents', from: null, to: 50 }, { field: 'hard', from: null, to: false }]],
    ]); // prettier-ignore
    expect(data[0]).toMatchObject({
      subject: { type: 'organization', id: organizationId },
      livemode: null,
      actor: { kind: 'operator', id: 'npm run plan', name: userInfo().username },
    });
    expect((await app.get('/platform/audit?action=plan.*', stranger.platformKey)).body.data).toEqual([]);
  });

  it.each([
    [[], 'say what to do: list, set, assign, unassign, remove'],
    [['assign', 'org_1'], 'assign takes 2 words after it, and got 1'],
    [['set', 'Big Plan'], 'the name "Big Plan" must have'],
    [['set', 'big', '--documents', 'many'], '--documents is "many" but must be a whole number'],
    [['unassign', 'org_nobody'], 'there is no organization "org_nobody"'],
  ])('says what is wrong with %j', async (given, complaint) => {
    const { code, complaint: said } = await run(...given);
    expect([code, said]).toEqual([1, expect.stringContaining(complaint)]);
  });
});
