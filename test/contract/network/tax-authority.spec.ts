import { TaxAuthority, TaxAuthorityGateway, TaxReport } from '../../../src/network/tax-authority.port';
import { AfnorServer, hasDescription } from '../../support/afnor-server';
import { TestApp } from '../../support/app';
import { firstOrganizationId } from '../../support/events';
import { eventually } from '../../support/eventually';
import { newNumber } from '../../support/invoices';

/** What the suite must be able to ask of the world behind an adapter. */
interface World {
  app: TestApp;
  authority: TaxAuthority;
  /** What a report must carry to be rejected, if that is the report's to say. */
  rejected: Partial<TaxReport>;
  unavailable: Partial<TaxReport>;
  setAvailable(isAvailable: boolean): void;
  decide(isAccepted: boolean): void;
  /** How often the authority has been given this report. */
  count(reportId: string): Promise<number>;
  stop(): Promise<void>;
}

async function sandbox(authority: TaxAuthority): Promise<World> {
  const app = await TestApp.start();
  return {
    app,
    authority,
    rejected: { simulate: 'reject_00404' },
    unavailable: { simulate: 'unavailable' },
    setAvailable: () => undefined,
    decide: () => app.clock.advance({ seconds: 6 }),
    count: async (id) => (await app.database.query(`SELECT FROM sandbox_reports WHERE id = $1`, [id])).length,
    stop: () => app.stop(),
  };
}

async function afnor(): Promise<World & { server: AfnorServer }> {
  const server = await AfnorServer.start();
  const app = await TestApp.start(server.settings);
  return {
    app,
    server,
    authority: 'PPF',
    rejected: {},
    unavailable: {},
    setAvailable: (isAvailable) => (server.behaviour = isAvailable ? 'normal' : 'unavailable'),
    decide: (isAccepted) => server.decide(isAccepted ? 'Ok' : 'Error', '00404'),
    count: (id) => Promise.resolve(server.of(id).length),
    async stop() {
      await app.stop();
      await server.stop();
    },
  };
}

const worlds: Array<[string, () => Promise<World>]> = [
  ['the PPF of the sandbox', () => sandbox('PPF')],
  ['the SDI of the sandbox', () => sandbox('SDI')],
  ['the AFNOR flow service', afnor],
];

async function reportFor({ app, authority }: World, more: Partial<TaxReport> = {}): Promise<TaxReport> {
  return {
    reportId: `rep_${newNumber()}`,
    organizationId: await firstOrganizationId(app),
    livemode: false,
    authority,
    fileName: 'IT01234567890_00001.xml',
    mediaType: 'application/xml',
    payload: Buffer.from('<CDAR>é</CDAR>'),
    receiver: '0211:IT01234567890',
    ...more,
  };
}

describe.each(worlds)('%s, as a tax authority', (_name, open) => {
  let world: World;
  let gateway: TaxAuthorityGateway;

  beforeAll(async () => {
    world = await open();
    gateway = world.app.app.get(TaxAuthorityGateway);
  });
  afterAll(() => world.stop());

  const settled = (report: TaxReport, reference?: string) =>
    eventually('the decision', async () => {
      const outcome = await gateway.outcome({ ...report, reference });
      return outcome.state !== 'pending' && outcome;
    });

  it('takes a report, and accepts it later', async () => {
    const report = await reportFor(world);
    const taken = await gateway.report(report);
    expect(taken).toMatchObject({ state: 'pending', reference: expect.stringMatching(/.+/) });
    expect(await gateway.outcome({ ...report, reference: taken.reference })).toMatchObject({
      state: 'pending',
    });
    world.decide(true);
    const outcome = await settled(report, taken.reference);
    expect(outcome).toMatchObject({ state: 'accepted', reference: taken.reference });
  });

  it('knows a report that it has been given before', async () => {
    const report = await reportFor(world);
    const [first, second] = [await gateway.report(report), await gateway.report(report)];
    expect(second.reference).toBe(first.reference);
    expect(await world.count(report.reportId)).toBe(1);
    world.decide(true);
    await settled(report, first.reference);
    expect((await gateway.report(report)).state).toBe('accepted');
    expect(await world.count(report.reportId)).toBe(1);
  });

  it('rejects with a code, and says why', async () => {
    const report = await reportFor(world, world.rejected);
    const { reference } = await gateway.report(report);
    world.decide(false);
    const outcome = await settled(report, reference);
    expect(outcome).toMatchObject({
      state: 'rejected',
      code: '00404',
      message: expect.stringMatching(/\w+/),
    });
  });

  it('finds the outcome by our own id when its reference was lost', async () => {
    const report = await reportFor(world);
    const { reference } = await gateway.report(report);
    world.decide(true);
    expect(await settled(report)).toMatchObject({ state: 'accepted', reference });
  });

  it('calls what it does not know pending', async () => {
    const report = await reportFor(world);
    expect((await gateway.outcome(report)).state).toBe('pending');
    expect((await gateway.outcome({ ...report, reference: '987654321' })).state).toBe('pending');
    expect(await world.count(report.reportId)).toBe(0);
  });

  it('asks for another attempt while it is away', async () => {
    const report = await reportFor(world, world.unavailable);
    world.setAvailable(false);
    await expect(gateway.report(report)).rejects.toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
      retryable: true,
    });
    world.setAvailable(true);
    expect(await world.count(report.reportId)).toBe(0);
    expect((await gateway.report({ ...report, simulate: undefined })).state).toBe('pending');
  });
});

describe('the AFNOR flow service', () => {
  let world: Awaited<ReturnType<typeof afnor>>;
  let gateway: TaxAuthorityGateway;

  beforeAll(async () => {
    world = await afnor();
    gateway = world.app.app.get(TaxAuthorityGateway);
    if (!hasDescription) console.warn('its OpenAPI is not at hand: requests are not held against it');
  });
  afterEach(() => {
    world.server.behaviour = 'normal';
    expect(world.server.violations).toEqual([]);
  });
  afterAll(() => world.stop());

  it('carries the bytes, their digest and our id', async () => {
    const report = await reportFor(world);
    await gateway.report(report);
    const [flow] = world.server.of(report.reportId);
    expect(flow!.file).toEqual(report.payload);
    expect(flow!.info).toMatchObject({
      name: report.fileName,
      flowSyntax: 'CDAR',
      trackingId: report.reportId,
    });
  });

  it.each(['garbage', 'locked', 'cut'] as const)(
    'is asked again after an answer that is %s',
    async (behaviour) => {
      const report = await reportFor(world);
      world.server.behaviour = behaviour;
      await expect(gateway.report(report)).rejects.toMatchObject({ retryable: true });
      world.server.behaviour = 'normal';
      expect((await gateway.report(report)).state).toBe('pending');
      expect(world.server.of(report.reportId)).toHaveLength(1);
    },
  );

  it('keeps its token, and gets another one only when it must', async () => {
    const given = world.server.tokensGiven;
    await gateway.report(await reportFor(world));
    await gateway.report(await reportFor(world));
    expect(world.server.tokensGiven).toBe(given);
    world.app.clock.advance({ minutes: 10 });
    await gateway.report(await reportFor(world));
    expect(world.server.tokensGiven).toBe(given + 1);
  });

  it('refuses a file at once, with the words of the service', async () => {
    const report = await reportFor(world, { payload: Buffer.from('REFUSE-ME') });
    const outcome = await gateway.report(report);
    expect(outcome).toMatchObject({ state: 'rejected', code: 'InvalidSchema', message: 'No schema fits.' });
    expect(outcome.receipt!.bytes.toString()).toContain('InvalidSchema');
  });
});

it('reports nothing live while nobody is configured, and says so', async () => {
  const app = await TestApp.start();
  const report = { reportId: 'rep_1', authority: 'PPF' as const, livemode: true };
  await expect(app.app.get(TaxAuthorityGateway).outcome(report)).rejects.toMatchObject({
    code: 'AUTHORITY_NOT_CONFIGURED',
    retryable: false,
  });
  await app.stop();
});
