import { sign } from 'node:crypto';
import { EvidenceRepository } from '../../../src/modules/documents/evidence.repository';
import { EndpointLookup } from '../../../src/network/endpoint-lookup.port';
import { writeSbd } from '../../../src/network/inbound/sbd-writer';
import { messageKinds } from '../../../src/network/message-kinds.port';
import { TestApp } from '../../support/app';
import { DirectIdentity, EndpointBook } from '../../support/direct-network';
import { eventually } from '../../support/eventually';
import { Exchange } from '../../support/exchange';
import { call } from '../../support/http';
import { newNumber } from '../../support/invoices';

describe('documents between two instances', () => {
  const book = new EndpointBook();
  const ours = new DirectIdentity('ours');
  const theirs = new DirectIdentity('theirs');
  let sender: Exchange;
  let receiver: Exchange;

  beforeAll(async () => {
    const providers = [{ provide: EndpointLookup, useValue: book }];
    sender = await Exchange.start(ours.settings, providers);
    receiver = await Exchange.start(theirs.settings, providers);
  });
  beforeEach(() => {
    book.away = false;
    book.publish(sender.acme.company.peppolId, `${sender.app.url}/network/direct`, ours.certificate);
    book.publish(receiver.globex.company.peppolId, `${receiver.app.url}/network/direct`, theirs.certificate);
  });
  afterAll(async () => {
    await sender.stop();
    await receiver.stop();
  });

  const waits = (id: string) =>
    eventually('a wait', async () => (await sender.jobs(id))[0]?.run_at > sender.app.clock.now());

  const send = () => sender.send(receiver.globex.company.peppolId);

  it('arrives, and the answer that says so is the receipt of its delivery', async () => {
    const sent = await send();
    await sender.until(sent.id, { status: 'sent', deliveryStatus: 'delivered' });
    expect(await sender.expectOrderly(sent.id)).toEqual(['document.sent', 'document.delivered']);
    const arrived = await receiver.arrival(receiver.globex, sent.number);
    const xml = await receiver.xml(arrived.id, receiver.globex.apiKey.key);
    expect(xml).toBe((await sender.xml(sent.id)).replace(/^<\?xml[^>]*\?>\s*/, ''));
    const evidence = await sender.app.app.get(EvidenceRepository).of(sent.id);
    expect(evidence.map(({ kind, bytes }) => [kind, bytes?.toString()])).toEqual([
      ['sent', undefined],
      ['accepted', '{"countryCodeC4":"FR"}'],
      ['delivered', '{"countryCodeC4":"FR"}'],
    ]);
  });

  it('fails when the receiving instance knows no such company', async () => {
    book.publish('0208:0999999922', `${receiver.app.url}/network/direct`, theirs.certificate);
    const failed = await sender.until((await sender.send('0208:0999999922')).id, { status: 'failed' });
    expect([failed.errorCode, failed.errorMessage]).toEqual([
      'RECIPIENT_REJECTED',
      "The recipient's side refused the document: 0208:0999999922: The recipient is not registered on the network.",
    ]);
  });

  it.each([
    ['another transport', 'https://example.com/as4', 'peppol-transport-as4-v2_0'],
    ['an address of no network', 'http://10.0.0.1/', 'flowie-http-v1'],
    ['no address', 'ftp://example.com', 'flowie-http-v1'],
  ])('fails when the SMP publishes %s', async (_what, url, profile) => {
    book.publish(receiver.globex.company.peppolId, url, theirs.certificate, profile);
    await sender.until((await send()).id, { status: 'failed', errorCode: 'RECIPIENT_UNREACHABLE' });
  });

  it('waits while the SMP does not answer, and while our certificate is not known there', async () => {
    book.away = true;
    const sent = await send();
    await waits(sent.id);
    book.away = false;
    book.publish(sender.acme.company.peppolId, `${sender.app.url}/network/direct`, theirs.certificate);
    sender.app.clock.advance({ minutes: 1 });
    await eventually(
      'a second try',
      async () => (await waits(sent.id)) && (await lastError(sent.id)).includes('401'),
    );
    book.publish(sender.acme.company.peppolId, `${sender.app.url}/network/direct`, ours.certificate);
    sender.app.clock.advance({ minutes: 5 });
    await sender.until(sent.id, { deliveryStatus: 'delivered' });
  });

  const lastError = async (id: string): Promise<string> =>
    (await sender.app.database.query('SELECT last_error FROM jobs WHERE subject_id = $1', [id]))[0]
      .last_error ?? '';

  describe('what somebody else sends', () => {
    const envelope = (from = sender.acme.company.peppolId) =>
      writeSbd({
        instanceId: newNumber(),
        sender: from,
        receiver: receiver.globex.company.peppolId,
        ...messageKinds.invoice,
        createdAt: new Date(),
        payload: Buffer.from('<Invoice xmlns="urn:x"/>'),
      });

    const post = (body: Buffer | string, signature?: string) =>
      call('POST', `${receiver.app.url}/network/direct`, {
        headers: { ...(signature && { 'x-flowie-direct-signature': signature }) },
        body,
      });

    const signed = (body: Buffer, { privateKey } = ours) =>
      sign('RSA-SHA256', body, privateKey).toString('base64');

    it('is taken with the signature of the sender', async () => {
      const body = envelope();
      expect((await post(body, signed(body))).body).toEqual({ countryCodeC4: 'FR' });
    });

    it('is refused with none, another one, or over other bytes', async () => {
      const body = envelope();
      const statuses = [
        await post(body),
        await post(body, 'no signature'),
        await post(body, signed(body, theirs)),
        await post(Buffer.concat([body, Buffer.from(' ')]), signed(body)),
        await post(envelope('0208:0000000001'), signed(body)),
      ].map(({ status }) => status);
      expect(statuses).toEqual([401, 401, 401, 401, 401]);
    });

    it('is answered with 503 while the SMP of the sender does not answer', async () => {
      book.away = true;
      const body = envelope();
      expect((await post(body, signed(body))).status).toBe(503);
    });

    it('is refused when it is garbage', async () => {
      expect((await post('garbage', 'signature')).status).toBe(400);
    });
  });
});

it('is no address of an instance that sends nothing directly', async () => {
  const app = await TestApp.start();
  const { status } = await call('POST', `${app.url}/network/direct`, { body: '<a/>' });
  await app.stop();
  expect(status).toBe(404);
});
