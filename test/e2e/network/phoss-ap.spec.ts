import { sha256 } from '../../../src/core/crypto/digests';
import { messageKinds } from '../../../src/network/message-kinds.port';
import { EvidenceRepository } from '../../../src/modules/documents/evidence.repository';
import { eventually } from '../../support/eventually';
import { Exchange } from '../../support/exchange';
import { echoRecipient } from '../../support/invoices';
import { PhossApServer } from '../../support/phoss-ap-server';

describe('documents by phoss-ap', () => {
  let phoss: PhossApServer;
  let exchange: Exchange;

  beforeAll(async () => {
    phoss = await PhossApServer.start();
    exchange = await Exchange.start({ ...phoss.settings, UPSTREAM_TIMEOUT_MS: '300' });
  });
  beforeEach(() => {
    phoss.fault = undefined;
    phoss.sending = 'sent';
    phoss.sendingEnabled = true;
  });
  afterAll(async () => {
    await exchange.stop();
    await phoss.stop();
  });

  const evidenceOf = (id: string) => exchange.app.app.get(EvidenceRepository).of(id);

  /** Until the document waits for its next try. */
  const waits = (id: string) =>
    eventually('a wait', async () => {
      const [job] = await exchange.jobs(id);
      return job?.run_at > exchange.app.clock.now();
    });

  it('is handed over byte for byte, with our id, and is sent but not delivered', async () => {
    const sent = await exchange.send(echoRecipient);
    await exchange.until(sent.id, { status: 'sent', deliveryStatus: 'pending' });
    const xml = Buffer.from(await exchange.xml(sent.id));
    expect(phoss.of(sent.id)).toMatchObject([
      {
        senderID: `iso6523-actorid-upis::${exchange.acme.company.peppolId}`,
        receiverID: `iso6523-actorid-upis::${echoRecipient}`,
        docTypeID: messageKinds.invoice.documentType,
        processID: messageKinds.invoice.process,
        c1CountryCode: 'FR',
        payload: xml,
      },
    ]);
    const [handedOver, accepted, ...others] = await evidenceOf(sent.id);
    expect(handedOver).toMatchObject({ kind: 'sent', sha256: sha256(xml), bytes: null });
    expect(accepted).toMatchObject({ kind: 'accepted', mediaType: 'application/json' });
    expect(JSON.parse(accepted!.bytes!.toString())).toEqual({
      sbdhInstanceID: sent.id,
      overallSuccess: true,
    });
    expect(accepted!.sha256).toEqual(sha256(accepted!.bytes!));
    expect(others).toEqual([]);
  });

  it.each(['received_ap', 'received_ab'] as const)('is delivered once the MLS is %s', async (mlsStatus) => {
    const sent = await exchange.send(echoRecipient);
    await exchange.until(sent.id, { status: 'sent' });
    exchange.app.clock.advance({ seconds: 31 });
    await waits(sent.id);
    expect((await exchange.document(sent.id)).deliveryStatus).toBe('pending');
    phoss.of(sent.id)[0]!.mlsStatus = mlsStatus;
    exchange.app.clock.advance({ minutes: 2 });
    await exchange.until(sent.id, { deliveryStatus: 'delivered' });
    expect(await exchange.expectOrderly(sent.id)).toEqual(['document.sent', 'document.delivered']);
    const delivered = (await evidenceOf(sent.id)).at(-1)!;
    expect([delivered.kind, JSON.parse(delivered.bytes!.toString()).mlsStatus]).toEqual([
      'delivered',
      mlsStatus,
    ]);
    expect(await exchange.jobs(sent.id)).toEqual([]);
  });

  it('fails when the MLS is a rejection', async () => {
    const sent = await exchange.send(echoRecipient);
    await exchange.until(sent.id, { status: 'sent' });
    phoss.of(sent.id)[0]!.mlsStatus = 'received_re';
    exchange.app.clock.advance({ seconds: 31 });
    await exchange.until(sent.id, { status: 'failed', errorCode: 'RECIPIENT_REJECTED' });
    expect((await evidenceOf(sent.id)).at(-1)!.kind).toBe('failed');
  });

  it('leaves further tries to the access point, and fails when that gives up', async () => {
    phoss.sending = 'failed';
    const sent = await exchange.send(echoRecipient);
    await exchange.until(sent.id, { status: 'sent', deliveryStatus: 'pending' });
    phoss.of(sent.id)[0]!.status = 'permanently_failed';
    exchange.app.clock.advance({ seconds: 31 });
    const failed = await exchange.until(sent.id, { status: 'failed', errorCode: 'RECIPIENT_UNREACHABLE' });
    expect(failed.errorMessage).toBe('Connection refused');
    expect(phoss.of(sent.id)).toHaveLength(1);
  });

  it('fails at once when the access point takes no such document, and keeps what it said', async () => {
    phoss.sending = 'refused';
    const sent = await exchange.send(echoRecipient);
    await exchange.until(sent.id, { status: 'failed', errorCode: 'DOCUMENT_REFUSED' });
    const [failed] = await evidenceOf(sent.id);
    expect([failed!.kind, failed!.bytes!.toString()]).toEqual([
      'failed',
      '"Failed to submit outbound transaction"',
    ]);
  });

  it('waits while sending is switched off there', async () => {
    phoss.sendingEnabled = false;
    const sent = await exchange.send(echoRecipient);
    await waits(sent.id);
    phoss.sendingEnabled = true;
    exchange.app.clock.advance({ minutes: 1 });
    await exchange.until(sent.id, { status: 'sent' });
  });

  it('is sent once when the answer is lost', async () => {
    phoss.fault = 'lost_answer';
    const sent = await exchange.send(echoRecipient);
    await waits(sent.id);
    expect(phoss.of(sent.id)).toHaveLength(1);
    expect((await exchange.document(sent.id)).status).toBe('queued');
    exchange.app.clock.advance({ minutes: 1 });
    await exchange.until(sent.id, { status: 'sent' });
    expect(phoss.of(sent.id)).toHaveLength(1);
  });

  it('learns nothing of a sent document while the access point is away, and asks again', async () => {
    const sent = await exchange.send(echoRecipient);
    await exchange.until(sent.id, { status: 'sent' });
    phoss.of(sent.id)[0]!.mlsStatus = 'received_ap';
    phoss.fault = 'unavailable';
    const calls = phoss.calls;
    exchange.app.clock.advance({ seconds: 31 });
    await eventually('a question', () => phoss.calls > calls);
    await waits(sent.id);
    expect(await exchange.document(sent.id)).toMatchObject({ status: 'sent', deliveryStatus: 'pending' });
    phoss.fault = undefined;
    exchange.app.clock.advance({ minutes: 2 });
    await exchange.until(sent.id, { deliveryStatus: 'delivered' });
  });

  it('gives up asking after TRANSMISSION_FOLLOW_DAYS, and calls it delivered never', async () => {
    const sent = await exchange.send(echoRecipient);
    await exchange.until(sent.id, { status: 'sent' });
    exchange.app.clock.advance({ hours: 14 * 24 + 1 });
    await eventually('the end of the questions', async () => (await exchange.jobs(sent.id)).length === 0);
    expect(await exchange.document(sent.id)).toMatchObject({ status: 'sent', deliveryStatus: 'pending' });
    expect(await exchange.expectOrderly(sent.id)).toEqual(['document.sent']);
  });

  it('keeps evidence as it is', async () => {
    await expect(
      exchange.app.database.query(`UPDATE transmission_evidence SET bytes = 'other'`),
    ).rejects.toThrow('never changed');
  });
});
