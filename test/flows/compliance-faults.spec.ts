import { TaxAuthorityListener } from '../../src/network/tax-authority.port';
import { AfnorServer } from '../support/afnor-server';
import { complianceEvents, decided, reportsOf, reportWhen } from '../support/compliance';
import { eventually } from '../support/eventually';
import { Exchange } from '../support/exchange';
import { echoRecipient, sendBody } from '../support/invoices';

async function sendWith(exchange: Exchange, simulate?: Record<string, unknown>): Promise<string> {
  const body = sendBody({ to: echoRecipient, simulate });
  const answer = await exchange.app.post('/documents/send', exchange.acme.apiKey.key, body);
  if (answer.status !== 202) throw new Error(answer.text);
  return answer.body.id as string;
}

/** Advances the clock from one attempt to the next until the report stands so. */
async function passTime(
  exchange: Exchange,
  documentId: string,
  wanted: Record<string, unknown>,
): Promise<any> {
  return eventually(`the report to be ${JSON.stringify(wanted)}`, async () => {
    const [report] = await reportsOf(exchange, documentId);
    if (report && Object.entries(wanted).every(([name, value]) => report[name] === value)) return report;
    const [job] = report ? await exchange.jobs(report.id) : [];
    if (job && job.run_at > exchange.app.clock.now()) exchange.app.clock.advance({ minutes: 30 });
    return false;
  });
}

describe('a tax authority of the sandbox that misbehaves', () => {
  let exchange: Exchange;
  let listener: TaxAuthorityListener;

  beforeAll(async () => {
    exchange = await Exchange.start();
    listener = exchange.app.app.get(TaxAuthorityListener);
  });
  afterAll(() => exchange.stop());

  it('is tried until the window closes; what was missed can be made up for', async () => {
    const id = await sendWith(exchange, { compliance: 'unavailable' });
    const waiting = await reportWhen(exchange, id, { state: 'pending', attempts: 1 });
    expect(waiting.errorCode).toBe('UPSTREAM_UNAVAILABLE');
    const missed = await passTime(exchange, id, { state: 'failed' });
    expect(missed).toMatchObject({
      errorCode: 'REPORTING_WINDOW_MISSED',
      remediation: expect.stringMatching(/Retry/),
    });
    expect(missed.attempts).toBeGreaterThan(5);
    expect(exchange.app.clock.now() >= new Date(missed.deadline)).toBe(true);
    expect(await complianceEvents(exchange, id)).toEqual(['compliance.reported.failed']);
    expect((await exchange.document(id)).status).toBe('sent');
  });

  it('that takes a report and never confirms it leaves a failure with a remedy, until it speaks after all', async () => {
    const id = await sendWith(exchange, { compliance: 'silent' });
    const { reference } = await reportWhen(exchange, id, { state: 'submitted' });
    const report = await passTime(exchange, id, { state: 'failed' });
    expect(report).toMatchObject({ errorCode: 'AUTHORITY_SILENT', attempts: 1, reference });
    expect(report.remediation).toMatch(/not counted twice/);
    await listener.settled(report.id, { state: 'pending' });
    expect((await reportsOf(exchange, id))[0].state).toBe('failed');
    await listener.settled(report.id, { state: 'accepted', reference });
    expect((await reportsOf(exchange, id))[0]).toMatchObject({ state: 'accepted', errorCode: null });
    expect(await complianceEvents(exchange, id)).toEqual([
      'compliance.reported.failed',
      'compliance.reported',
    ]);
  });

  it('that confirms twice, or changes its mind, is heard once; its words are kept', async () => {
    const id = await sendWith(exchange);
    const { id: reportId } = await decided(exchange, id);
    const receipt = { mediaType: 'application/xml', bytes: Buffer.from('<again/>') };
    const again = { state: 'accepted' as const, receipt };
    await Promise.all([1, 2, 3].map(() => listener.settled(reportId, again)));
    await listener.settled(reportId, { state: 'rejected', code: 'LATE', receipt });
    const [report] = await reportsOf(exchange, id);
    expect(report).toMatchObject({ state: 'accepted', errorCode: null });
    expect(report.receipts.map(({ content }: { content: string }) => content)).toEqual(['<again/>']);
    expect(await complianceEvents(exchange, id)).toEqual(['compliance.reported']);
  });

  it('that confirms what nobody reported changes nothing', async () => {
    const receipt = { mediaType: 'application/xml', bytes: Buffer.from('<what/>') };
    await listener.settled('rep_unknown', { state: 'accepted', receipt });
    await listener.settled('no id at all', { state: 'rejected' });
    const rows: unknown[] = await exchange.app.database.query(
      `SELECT FROM compliance_receipts WHERE convert_from(bytes, 'UTF8') = '<what/>'`,
    );
    expect(rows).toEqual([]);
  });

  it('that speaks of an earlier round is not believed about the present one', async () => {
    const id = await sendWith(exchange, { compliance: 'reject_REJ_COH' });
    const { id: reportId } = await decided(exchange, id);
    await exchange.app.post(`/documents/${id}/compliance/${reportId}/retry`, exchange.acme.apiKey.key);
    await reportWhen(exchange, id, { state: 'submitted' });
    await listener.settled(reportId, { state: 'rejected', code: 'REJ_COH' });
    expect((await reportsOf(exchange, id))[0].state).toBe('submitted');
    expect(await decided(exchange, id)).toMatchObject({ state: 'accepted' });
  });
});

describe('an accredited platform that misbehaves', () => {
  let exchange: Exchange;
  let server: AfnorServer;

  beforeAll(async () => {
    server = await AfnorServer.start();
    exchange = await Exchange.start(server.settings);
  });
  afterEach(() => {
    server.behaviour = 'normal';
    expect(server.violations).toEqual([]);
  });
  afterAll(async () => {
    await exchange.stop();
    await server.stop();
  });

  it('takes a CDAR that names us, and its word is asked for until it comes', async () => {
    const id = await sendWith(exchange);
    const { id: reportId } = await reportWhen(exchange, id, { state: 'submitted' });
    const [flow] = server.of(reportId);
    expect(flow!.file.toString()).toContain('<ram:GlobalID schemeID="0238">0042</ram:GlobalID>');
    server.decide('Ok');
    const report = await passTime(exchange, id, { state: 'accepted' });
    expect(JSON.parse(report.receipts[0].content)).toMatchObject({ acknowledgement: { status: 'Ok' } });
    expect(await complianceEvents(exchange, id)).toEqual(['compliance.reported']);
  });

  it('rejects with a reason code of its own, which is passed on with a remedy', async () => {
    const id = await sendWith(exchange);
    await reportWhen(exchange, id, { state: 'submitted' });
    server.decide('Error', 'InvoiceLCAccessDenied');
    const report = await passTime(exchange, id, { state: 'rejected' });
    expect(report).toMatchObject({
      errorCode: 'InvoiceLCAccessDenied',
      remediation: expect.stringMatching(/authorised/),
    });
    expect(await complianceEvents(exchange, id)).toEqual(['compliance.reported.failed']);
  });

  it.each(['cut', 'garbage', 'unavailable', 'locked'] as const)(
    'has the report once and whole after answers that were %s',
    async (behaviour) => {
      server.behaviour = behaviour;
      const id = await sendWith(exchange);
      await reportWhen(exchange, id, { state: 'pending', attempts: 1 });
      server.behaviour = 'normal';
      const { id: reportId } = await passTime(exchange, id, { state: 'submitted' });
      expect(server.of(reportId)).toHaveLength(1);
      server.decide('Ok');
      expect(await passTime(exchange, id, { state: 'accepted' })).toMatchObject({ errorCode: null });
      expect(server.of(reportId)).toHaveLength(1);
      expect(await complianceEvents(exchange, id)).toEqual(['compliance.reported']);
    },
  );

  it('has it once although our record of the hand-over was lost', async () => {
    const id = await sendWith(exchange);
    const { id: reportId } = await reportWhen(exchange, id, { state: 'submitted' });
    // As a crash between the call and its record leaves it.
    await exchange.app.database.query(
      `UPDATE compliance_reports SET state = 'pending', attempts = 0, reference = NULL WHERE id = $1`,
      [reportId],
    );
    await passTime(exchange, id, { state: 'submitted', attempts: 1 });
    expect(server.of(reportId)).toHaveLength(1);
    server.decide('Ok');
    await passTime(exchange, id, { state: 'accepted' });
    expect(await complianceEvents(exchange, id)).toEqual(['compliance.reported']);
  });
});
