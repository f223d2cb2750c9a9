import { emit, firstOrganizationId } from '../support/events';
import { eventually } from '../support/eventually';
import { Exchange, Trader } from '../support/exchange';
import { onboard } from '../support/scenario';

describe('a document of a company that is not registered yet', () => {
  let exchange: Exchange;
  let globex: Trader;

  beforeAll(async () => {
    exchange = await Exchange.start();
    ({ globex } = exchange);
  });

  afterAll(() => exchange.stop());

  const setStatus = (id: string, status: string, registeredAt: Date | null = null) =>
    exchange.app.database.query(
      `UPDATE companies SET smp_status = $2, smp_registered_at = $3 WHERE id = $1`,
      [id, status, registeredAt],
    );

  /** As the companies module does. */
  async function announceRegistration({ company: { id, peppolId, metadata } }: Trader): Promise<void> {
    await emit(exchange.app, {
      type: 'company.smp_registered',
      organizationId: await firstOrganizationId(exchange.app),
      company: { id, metadata },
      data: { companyId: id, peppolId },
    });
  }

  it('waits, and leaves with the registration', async () => {
    const early = await exchange.onboard({ name: 'Early' });
    await setStatus(early.company.id, 'pending');
    const sent = await exchange.send(globex.company.peppolId, early.apiKey.key);
    await eventually(
      'the wait',
      async () => (await exchange.jobs(sent.id))[0]?.run_at > exchange.app.clock.now(),
    );
    expect((await exchange.document(sent.id, early.apiKey.key)).status).toBe('queued');
    await setStatus(early.company.id, 'registered', exchange.app.clock.now());
    await announceRegistration(early);
    await exchange.arrival(globex, sent.number);
  });

  it('goes out at once after onboarding, without anybody waiting for the registration', async () => {
    const eager = await onboard(exchange.app, exchange.platform, { name: 'Eager' });
    const sent = await exchange.send(globex.company.peppolId, eager.apiKey.key);
    await exchange.arrival(globex, sent.number);
  });

  it('fails when the registration has failed for good', async () => {
    const unlucky = await exchange.onboard({ name: 'Unlucky' });
    await setStatus(unlucky.company.id, 'failed');
    const sent = await exchange.send(globex.company.peppolId, unlucky.apiKey.key);
    const failed = { status: 'failed', errorCode: 'SMP_REGISTRATION_FAILED' };
    await exchange.until(sent.id, failed, unlucky.apiKey.key);
    expect(await exchange.expectOrderly(sent.id, unlucky)).toEqual(['document.failed']);
  });
});
