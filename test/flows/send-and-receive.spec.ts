import { NetworkListener } from '../../src/network/network-gateway.port';
import { TestApp } from '../support/app';
import { eventually } from '../support/eventually';
import { echoRecipient, magic, newNumber, sendBody } from '../support/invoices';
import { onboard, platformKey, secondOrganization, waitUntilRegistered } from '../support/scenario';

/* eslint-disable @typescript-eslint/no-explicit-any -- tests read what they assert */

describe('a document on its way', () => {
  let app: TestApp;
  let platform: string;
  let acme: Awaited<ReturnType<typeof onboard>>;
  let globex: Awaited<ReturnType<typeof onboard>>;

  beforeAll(async () => {
    app = await TestApp.start();
    platform = await platformKey(app);
    acme = await onboarded({ name: 'ACME', metadata: { tenantId: 't_acme' } });
    globex = await onboarded({ name: 'Globex' });
  });

  afterAll(() => app.stop());

  async function onboarded(overrides: Record<string, unknown>, key = platform) {
    const result = await onboard(app, key, overrides);
    await waitUntilRegistered(app, key, result.company.id);
    return result;
  }

  async function send(
    to: string,
    key = acme.apiKey.key,
    document: Record<string, unknown> = {},
  ): Promise<any> {
    const answer = await app.post('/documents/send', key, sendBody({ to }, document));
    if (answer.status !== 202) throw new Error(answer.text);
    return answer.body;
  }

  const documentOf = async (id: string, key = acme.apiKey.key): Promise<any> =>
    (await app.get(`/documents/${id}`, key)).body;

  const until = (id: string, state: Record<string, unknown>): Promise<any> =>
    eventually(`${id} to be ${JSON.stringify(state)}`, async () => {
      const document = await documentOf(id);
      return Object.entries(state).every(([name, value]) => document[name] === value) && document;
    });

  const receivedBy = async (key: string, number: string): Promise<any[]> =>
    (await app.get(`/documents?direction=incoming&number=${number}`, key)).body.data;

  const arrival = (key: string, number: string): Promise<any> =>
    eventually(`arrival of ${number}`, async () => (await receivedBy(key, number))[0]);

  async function eventsOf(documentId: string): Promise<any[]> {
    const rows = await app.database.query(
      `SELECT body FROM events WHERE document_id = $1 ORDER BY transaction_id, id`,
      [documentId],
    );
    return rows.map(({ body }: { body: Buffer }) => JSON.parse(body.toString()));
  }

  const jobs = async (subjectId: string) =>
    (await app.database.query(`SELECT kind, attempt, run_at FROM jobs WHERE subject_id = $1`, [
      subjectId,
    ])) as any[];

  /** Whatever happened: numbered from 1 without gaps, each later than the one before, all with their company. */
  async function expectOrderly(documentId: string, company = acme.company): Promise<string[]> {
    const events = await eventsOf(documentId);
    expect(events.map(({ data }) => data.sequence)).toEqual(events.map((_event, at) => at + 1));
    const versions = events.map(({ data }) => data.updatedAt);
    expect(versions).toEqual([...new Set(versions)].sort());
    for (const { data, livemode } of events) {
      expect(livemode).toBe(false);
      expect(data.documentId).toBe(documentId);
      expect(data.company).toEqual({ id: company.id, metadata: company.metadata });
    }
    const [row] = await app.database.query(`SELECT updated_at, sequence FROM documents WHERE id = $1`, [
      documentId,
    ]);
    expect(row.sequence).toBe(events.length);
    expect(row.updated_at.toISOString()).toBe(versions.at(-1));
    return events.map(({ type }) => type);
  }

  it('reaches another company, which gets the very bytes', async () => {
    const sent = await send(globex.company.peppolId);
    const received = await arrival(globex.apiKey.key, sent.number);
    const delivered = await until(sent.id, { status: 'sent', deliveryStatus: 'delivered' });
    expect(delivered.errorCode).toBeNull();
    expect(received).toMatchObject({
      companyId: globex.company.id,
      status: 'received',
      type: 'invoice',
      sender: { peppolId: acme.company.peppolId, name: 'ACME' },
      receiver: { peppolId: globex.company.peppolId, name: 'Globex SRL' },
      total: sent.total,
      issueDate: sent.issueDate,
      dueDate: sent.dueDate,
      currency: sent.currency,
    });
    const [left, right] = await Promise.all([
      app.get(`/documents/${sent.id}/xml`, acme.apiKey.key),
      app.get(`/documents/${received.id}/xml`, globex.apiKey.key),
    ]);
    expect(right.text).toBe(left.text);
    expect(await expectOrderly(sent.id)).toEqual(['document.sent', 'document.delivered']);
    expect(await expectOrderly(received.id, globex.company)).toEqual(['document.received']);
    expect(await receivedBy(acme.apiKey.key, sent.number)).toEqual([]);
    await eventually('no work left', async () => (await jobs(sent.id)).length === 0);
    expect(await app.database.query(`SELECT 1 FROM sandbox_messages WHERE id = $1`, [sent.id])).toEqual([]);
  });

  it('tells in its events what happened', async () => {
    const sent = await send(globex.company.peppolId);
    const { sentAt, deliveredAt } = await until(sent.id, { deliveryStatus: 'delivered' });
    const received = await arrival(globex.apiKey.key, sent.number);
    const [left, delivered] = await eventsOf(sent.id);
    expect(left.data).toMatchObject({ type: 'invoice', number: sent.number, sentAt });
    expect(delivered.data).toMatchObject({ deliveredAt });
    const [arrived] = await eventsOf(received.id);
    expect(arrived.data).toEqual({
      documentId: received.id,
      type: 'invoice',
      number: sent.number,
      direction: 'incoming',
      sender: received.sender,
      receiver: received.receiver,
      updatedAt: received.updatedAt,
      sequence: 1,
      company: { id: globex.company.id, metadata: globex.company.metadata },
    });
  });

  it('comes back as an echo with its parties swapped', async () => {
    const sent = await send(echoRecipient);
    const echo = await arrival(acme.apiKey.key, `ECHO-${sent.number}`);
    expect(echo.sender).toEqual(sent.receiver);
    expect(echo.receiver).toEqual(sent.sender);
    expect(echo.total).toBe(sent.total);
    await until(sent.id, { deliveryStatus: 'delivered' });
    expect(await expectOrderly(echo.id)).toEqual(['document.received']);
  });

  it('is received by the company that sends to itself', async () => {
    const sent = await send(acme.company.peppolId);
    const received = await arrival(acme.apiKey.key, sent.number);
    expect(received.id).not.toBe(sent.id);
    await until(sent.id, { deliveryStatus: 'delivered' });
    expect(await receivedBy(acme.apiKey.key, sent.number)).toHaveLength(1);
  });

  it('finds its recipient whatever the case of the id', async () => {
    const sent = await send(globex.company.peppolId.toLowerCase());
    await arrival(globex.apiKey.key, sent.number);
  });

  it('prefers the recipient of its own organization', async () => {
    const second = await secondOrganization(app);
    const { vatNumber } = globex.company;
    const twin = await onboarded({ name: 'Twin', vatNumber }, second.platformKey);
    const sender = await onboarded({ name: 'Neighbour' }, second.platformKey);
    const inner = await send(twin.company.peppolId, sender.apiKey.key);
    await arrival(twin.apiKey.key, inner.number);
    expect(await receivedBy(globex.apiKey.key, inner.number)).toEqual([]);
    const outer = await send(globex.company.peppolId);
    await arrival(globex.apiKey.key, outer.number);
    expect(await receivedBy(twin.apiKey.key, outer.number)).toEqual([]);
  });

  it('fails when nobody is to be reached', async () => {
    const sent = await send(magic.unreachable);
    const failed = await until(sent.id, {
      status: 'failed',
      deliveryStatus: 'failed',
      errorCode: 'RECIPIENT_UNREACHABLE',
    });
    expect(failed.errorMessage).toMatch(/reached/);
    expect(await expectOrderly(sent.id)).toEqual(['document.failed']);
    const [{ data }] = await eventsOf(sent.id);
    expect(data).toMatchObject({
      errorCode: 'RECIPIENT_UNREACHABLE',
      errorMessage: failed.errorMessage,
      willRetry: false,
    });
    expect(await jobs(sent.id)).toEqual([]);
  });

  it('fails after the hand-off when the receiving side rejects it', async () => {
    const sent = await send(magic.rejecting);
    const failed = await until(sent.id, {
      status: 'failed',
      deliveryStatus: 'failed',
      errorCode: 'SCHEMA_REJECTED',
    });
    expect(failed.sentAt).not.toBeNull();
    expect(await expectOrderly(sent.id)).toEqual(['document.sent', 'document.failed']);
    expect(
      (await app.post('/documents/send', acme.apiKey.key, sendBody({}, { number: sent.number }))).status,
    ).toBe(202);
  });

  it('is delivered ten seconds later to a slow recipient', async () => {
    const sent = await send(magic.slow);
    await until(sent.id, { status: 'sent', deliveryStatus: 'pending' });
    app.clock.advance({ seconds: 11 });
    await until(sent.id, { deliveryStatus: 'delivered' });
    expect(await expectOrderly(sent.id)).toEqual(['document.sent', 'document.delivered']);
    expect(await receivedBy(acme.apiKey.key, `ECHO-${sent.number}`)).toEqual([]);
  });

  it('is tried again while the network is down, and fails in the end', async () => {
    const sent = await send(magic.upstreamDown);
    for (let attempt = 1; attempt < 10; attempt++) {
      await eventually(`attempt ${attempt}`, async () => {
        const [job] = await jobs(sent.id);
        return job.attempt === attempt && job.run_at > app.clock.now();
      });
      expect((await documentOf(sent.id)).status).toBe('queued');
      app.clock.advance({ hours: 1, seconds: 1 });
    }
    await until(sent.id, { status: 'failed', errorCode: 'UPSTREAM_UNAVAILABLE' });
    expect(await expectOrderly(sent.id)).toEqual(['document.failed']);
  });

  it.each([magic.refusedByBuyer, magic.approvedThenPaid, magic.rejectedByAuthority])(
    'is delivered to %s',
    async (to) => {
      const sent = await send(to);
      await until(sent.id, { status: 'sent', deliveryStatus: 'delivered' });
    },
  );

  describe('of a company that is not registered yet', () => {
    const setStatus = (id: string, status: string, registeredAt: Date | null = null) =>
      app.database.query(`UPDATE companies SET smp_status = $2, smp_registered_at = $3 WHERE id = $1`, [
        id,
        status,
        registeredAt,
      ]);

    it('waits, and leaves with the registration', async () => {
      const early = await onboarded({ name: 'Early' });
      await setStatus(early.company.id, 'pending');
      const sent = await send(globex.company.peppolId, early.apiKey.key);
      await eventually('the wait', async () => (await jobs(sent.id))[0]?.run_at > app.clock.now());
      expect((await documentOf(sent.id, early.apiKey.key)).status).toBe('queued');
      await setStatus(early.company.id, 'registered', app.clock.now());
      await announceRegistration(early.company);
      await arrival(globex.apiKey.key, sent.number);
    });

    it('goes out at once after onboarding, without anybody waiting for the registration', async () => {
      const eager = await onboard(app, platform, { name: 'Eager' });
      const sent = await send(globex.company.peppolId, eager.apiKey.key);
      await arrival(globex.apiKey.key, sent.number);
    });

    it('fails when the registration has failed for good', async () => {
      const unlucky = await onboarded({ name: 'Unlucky' });
      await setStatus(unlucky.company.id, 'failed');
      const sent = await send(globex.company.peppolId, unlucky.apiKey.key);
      await eventually('the failure', async () => {
        const document = await documentOf(sent.id, unlucky.apiKey.key);
        return document.status === 'failed' && document.errorCode === 'SMP_REGISTRATION_FAILED';
      });
      expect(await expectOrderly(sent.id, unlucky.company)).toEqual(['document.failed']);
    });
  });

  async function announceRegistration(company: {
    id: string;
    peppolId: string;
    metadata: Record<string, unknown>;
  }) {
    const { emit, firstOrganizationId } = await import('../support/events');
    const { id: companyId, peppolId, metadata } = company;
    await emit(app, {
      type: 'company.smp_registered',
      organizationId: await firstOrganizationId(app),
      company: { id: companyId, metadata },
      data: { companyId, peppolId },
    });
  }

  it('fails when its recipient has left, though the directory still lists it', async () => {
    const leaving = await onboarded({ name: 'Leaving' });
    await app.database.query(`UPDATE companies SET status = 'deregistered' WHERE id = $1`, [
      leaving.company.id,
    ]);
    const sent = await send(leaving.company.peppolId);
    await until(sent.id, { status: 'failed', errorCode: 'RECIPIENT_NOT_FOUND' });
  });

  describe('through a network that repeats itself', () => {
    let listener: NetworkListener;

    beforeAll(() => {
      listener = app.app.get(NetworkListener);
    });

    it('counts every message once', async () => {
      const sent = await send(globex.company.peppolId);
      const received = await arrival(globex.apiKey.key, sent.number);
      await until(sent.id, { deliveryStatus: 'delivered' });
      const { text } = await app.get(`/documents/${received.id}/xml`, globex.apiKey.key);
      const inbound = {
        messageId: sent.id,
        livemode: false,
        sender: acme.company.peppolId,
        receiver: globex.company.peppolId,
        companyId: globex.company.id,
        payload: Buffer.from(text),
      };
      await Promise.all([1, 2, 3, 4].map(() => listener.received(inbound)));
      await Promise.all([1, 2, 3, 4].map(() => listener.delivered(sent.id)));
      await listener.failed(sent.id, 'SCHEMA_REJECTED', 'too late');
      expect(await receivedBy(globex.apiKey.key, sent.number)).toHaveLength(1);
      expect(await expectOrderly(sent.id)).toEqual(['document.sent', 'document.delivered']);
      expect(await expectOrderly(received.id, globex.company)).toEqual(['document.received']);
    });

    it('records the hand-off first when its outcome comes first', async () => {
      const sent = await send(magic.upstreamDown);
      await Promise.all([listener.delivered(sent.id), listener.delivered(sent.id)]);
      expect((await documentOf(sent.id)).deliveryStatus).toBe('delivered');
      expect(await expectOrderly(sent.id)).toEqual(['document.sent', 'document.delivered']);
      app.clock.advance({ minutes: 1 });
      await eventually('the end of the job', async () => (await jobs(sent.id)).length === 0);
      expect(await expectOrderly(sent.id)).toEqual(['document.sent', 'document.delivered']);
    });

    it('believes no delivery after a failure', async () => {
      const sent = await send(magic.unreachable);
      await until(sent.id, { status: 'failed' });
      await listener.delivered(sent.id);
      await listener.failed(sent.id, 'OTHER', 'again');
      expect(await expectOrderly(sent.id)).toEqual(['document.failed']);
      expect((await documentOf(sent.id)).errorCode).toBe('RECIPIENT_UNREACHABLE');
    });

    it('ignores what it says of documents that are not ours', async () => {
      await listener.delivered('doc_unknown');
      await listener.failed('doc_unknown', 'OTHER', 'nothing');
    });

    it('keeps what cannot be read, and says so', async () => {
      const messageId = newNumber();
      const payload = Buffer.from('<Invoice><broken');
      const { peppolId, id: companyId } = globex.company;
      await listener.received({
        messageId,
        livemode: false,
        sender: echoRecipient,
        receiver: peppolId,
        companyId,
        payload,
      });
      const [kept] = (await app.get('/documents?direction=incoming&limit=1', globex.apiKey.key)).body.data;
      expect(kept).toMatchObject({
        status: 'received',
        errorCode: 'INVALID_CONTENT',
        sender: { peppolId: echoRecipient },
      });
      expect((await app.get(`/documents/${kept.id}/xml`, globex.apiKey.key)).text).toBe('<Invoice><broken');
      expect(await expectOrderly(kept.id, globex.company)).toEqual(['document.received']);
    });

    it('finds the company by its participant id when the network names none', async () => {
      const sent = await send(acme.company.peppolId);
      const { text } = await app.get(`/documents/${sent.id}/xml`, acme.apiKey.key);
      const inbound = { livemode: false, sender: echoRecipient, payload: Buffer.from(text) };
      await listener.received({ ...inbound, messageId: newNumber(), receiver: acme.company.peppolId });
      await eventually('both', async () => (await receivedBy(acme.apiKey.key, sent.number)).length === 2);
      await expect(
        listener.received({ ...inbound, messageId: newNumber(), receiver: '0208:9' }),
      ).rejects.toMatchObject({
        code: 'RECIPIENT_NOT_FOUND',
        retryable: false,
      });
    });
  });

  it('fails in live mode as long as no access point is configured', async () => {
    const live = await platformKey(app, { mode: 'live' });
    const { company, apiKey } = await onboard(app, live, { vatNumber: 'BE0203201340', name: 'Live' });
    const smpStatus = async () => {
      const [row] = await app.database.query(`SELECT smp_status FROM companies WHERE id = $1`, [company.id]);
      return row.smp_status as string;
    };
    await eventually('the end of the registration', async () => (await smpStatus()) !== 'pending');
    await app.database.query(`UPDATE companies SET smp_status = 'registered' WHERE id = $1`, [company.id]);
    const sent = await send(globex.company.peppolId, apiKey.key);
    await eventually('the failure', async () => {
      const { status, errorCode } = await documentOf(sent.id, apiKey.key);
      return status === 'failed' && errorCode === 'NETWORK_NOT_CONFIGURED';
    });
  });
});
