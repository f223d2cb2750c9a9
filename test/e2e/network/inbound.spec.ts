import { writeSbd } from '../../../src/network/inbound/sbd-writer';
import { messageKinds } from '../../../src/network/message-kinds.port';
import { Exchange } from '../../support/exchange';
import { Answer, call } from '../../support/http';
import { echoRecipient, newNumber } from '../../support/invoices';
import { PhossApServer } from '../../support/phoss-ap-server';

const token = 'what-the-access-point-was-given';

describe('POST /network/inbound', () => {
  let phoss: PhossApServer;
  let exchange: Exchange;
  let xml: Buffer;

  beforeAll(async () => {
    phoss = await PhossApServer.start();
    const settings = { NETWORK_INBOUND_TOKEN: token, BODY_LIMIT_BYTES: '100000' };
    exchange = await Exchange.start({ ...phoss.settings, ...settings });
    xml = Buffer.from(await exchange.xml((await exchange.send(echoRecipient)).id));
  });
  afterAll(async () => {
    await exchange.stop();
    await phoss.stop();
  });

  const forward = (body: Buffer | string, headers: Record<string, string> = {}): Promise<Answer> =>
    call('POST', `${exchange.app.url}/network/inbound`, {
      key: token,
      headers: { 'content-type': 'application/xml', ...headers },
      body,
    });

  const envelope = (instanceId: string, receiver: string, payload = xml) =>
    writeSbd({
      instanceId,
      sender: echoRecipient,
      receiver,
      ...messageKinds.invoice,
      senderCountry: 'BE',
      createdAt: new Date(),
      payload,
    });

  const incoming = async () =>
    (await exchange.app.get('/documents?direction=incoming&limit=100', exchange.globex.apiKey.key)).body.data;

  it('takes a document in, once however often it comes, and says where the receiver is', async () => {
    const instanceId = newNumber();
    const body = envelope(instanceId, exchange.globex.company.peppolId);
    const answers = await Promise.all(
      [1, 2, 3].map(() => forward(body, { 'x-sbdh-instance-id': instanceId })),
    );
    answers.push(await forward(body));
    expect(answers.map(({ status, body }) => [status, body])).toEqual(
      answers.map(() => [200, { countryCodeC4: 'FR' }]),
    );
    const documents = await incoming();
    expect(documents).toHaveLength(1);
    expect(await exchange.xml(documents[0].id, exchange.globex.apiKey.key)).toBe(
      xml.toString().replace(/^<\?xml[^>]*\?>\s*/, ''),
    );
    expect(await exchange.expectOrderly(documents[0].id, exchange.globex)).toEqual(['document.received']);
  });

  it('finds the receiver in any spelling of its id', async () => {
    const instanceId = newNumber();
    const before = (await incoming()).length;
    const { status } = await forward(envelope(instanceId, exchange.globex.company.peppolId.toLowerCase()));
    expect([status, (await incoming()).length]).toEqual([200, before + 1]);
  });

  it('tells that trying again is no use when nobody here has that id', async () => {
    const { status, body } = await forward(envelope(newNumber(), '0208:0999999922'));
    expect([status, body]).toEqual([
      200,
      { retry: 'none', errorMessage: '0208:0999999922: The recipient is not registered on the network.' },
    ]);
  });

  it.each([
    ['no token', { authorization: '' }],
    ['a wrong token', { authorization: 'Bearer guess' }],
  ])('401 with %s', async (_what, headers) => {
    const before = (await incoming()).length;
    const answer = await call('POST', `${exchange.app.url}/network/inbound`, {
      headers: { 'content-type': 'application/xml', ...headers },
      body: envelope(newNumber(), exchange.globex.company.peppolId),
    });
    expect([answer.status, (await incoming()).length]).toEqual([401, before]);
  });

  it.each([
    ['nothing', ''],
    ['garbage', 'garbage \u0000'],
    ['JSON', '{"a":1}'],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00])],
    ['a bare invoice', '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>'],
    ['a doctype', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'],
    ['too deep a nesting', '<a>'.repeat(5_000)],
  ])('400 for %s', async (_what, body) => {
    const { status, body: answer } = await forward(body);
    expect([status, answer.error.code]).toEqual([400, 'INVALID_REQUEST']);
  });

  it('400 when the header names another message', async () => {
    const body = envelope(newNumber(), exchange.globex.company.peppolId);
    expect((await forward(body, { 'x-sbdh-instance-id': 'another' })).status).toBe(400);
  });

  it('413 for what is too large', async () => {
    expect((await forward(Buffer.alloc(100_001, 'a'))).status).toBe(413);
  });

  it('5xx while the database is away, so that the access point tries again', async () => {
    const instanceId = newNumber();
    const body = envelope(instanceId, exchange.globex.company.peppolId);
    await exchange.app.database.query('ALTER TABLE documents RENAME TO elsewhere');
    const { status } = await forward(body);
    await exchange.app.database.query('ALTER TABLE elsewhere RENAME TO documents');
    expect(status).toBeGreaterThanOrEqual(500);
    expect((await forward(body)).body).toEqual({ countryCodeC4: 'FR' });
  });

  it('keeps a payload that cannot be read, flagged', async () => {
    const payload = Buffer.from('<Invoice xmlns="urn:other">?</Invoice>');
    const { body } = await forward(envelope(newNumber(), exchange.globex.company.peppolId, payload));
    expect(body).toEqual({ countryCodeC4: 'FR' });
    expect((await incoming())[0]).toMatchObject({ status: 'received', errorCode: 'INVALID_CONTENT' });
  });
});

it('takes nothing from anybody while NETWORK_INBOUND_TOKEN is not set', async () => {
  const exchange = await Exchange.start();
  const { status } = await call('POST', `${exchange.app.url}/network/inbound`, { key: 'any', body: '<a/>' });
  await exchange.stop();
  expect(status).toBe(401);
});
