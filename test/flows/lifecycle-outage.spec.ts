import { NetworkListener } from '../../src/network/network-gateway.port';
import { eventually } from '../support/eventually';
import { Exchange } from '../support/exchange';
import { magic } from '../support/invoices';

describe('telling the other side while the network is away', () => {
  let exchange: Exchange;

  beforeAll(async () => {
    exchange = await Exchange.start();
  });

  afterAll(() => exchange.stop());

  const messageOf = async (documentId: string): Promise<any> => {
    const sql = `SELECT * FROM lifecycle_messages WHERE document_id = $1 AND direction = 'outgoing'`;
    return (await exchange.app.database.query(sql, [documentId]))[0];
  };

  const readdress = (id: string, to: string) =>
    exchange.app.database.query(`UPDATE lifecycle_messages SET receiver = $2 WHERE id = $1`, [id, to]);

  async function refusedWhileAway(): Promise<{ sent: any; received: any; message: any }> {
    const { sent, received } = await exchange.exchanged();
    const { acme, globex, app } = exchange;
    const from = `UPDATE documents SET sender_id = $2 WHERE id = $1`;
    await app.database.query(from, [received.id, magic.upstreamDown]);
    await exchange.tell(globex, received.id, { status: 'rejected', reasonCode: 'DOUBLON' });
    await app.database.query(from, [received.id, acme.company.peppolId]);
    return { sent, received, message: await messageOf(received.id) };
  }

  const waits = (id: string, attempts: number) =>
    eventually(`attempt ${attempts}`, async () => {
      const [job] = await exchange.jobs(id);
      return job?.attempt >= attempts && job.run_at > exchange.app.clock.now();
    });

  it('loses nothing: the seller learns of it as soon as the network is there', async () => {
    const { sent, received, message } = await refusedWhileAway();
    await waits(message.id, 1);
    expect((await exchange.document(received.id, exchange.globex.apiKey.key)).lifecycleStatus).toBe(
      'rejected',
    );
    expect((await messageOf(received.id)).state).toBe('queued');
    await readdress(message.id, exchange.acme.company.peppolId);
    exchange.app.clock.advance({ seconds: 6 });
    await exchange.until(sent.id, { lifecycleStatus: 'rejected' });
    await eventually('the delivery', async () => (await messageOf(received.id)).state === 'delivered');
    expect((await messageOf(received.id)).bytes).toEqual(message.bytes);
  });

  it('gives up after a day, and says so on the history', async () => {
    const { received, message } = await refusedWhileAway();
    for (let attempt = 1; attempt < 34; attempt++) {
      await waits(message.id, attempt);
      exchange.app.clock.advance({ hours: 1, seconds: 1 });
    }
    await eventually('the end', async () => (await messageOf(received.id)).state === 'failed');
    const { body } = await exchange.app.get(`/documents/${received.id}/timeline`, exchange.globex.apiKey.key);
    expect(body.data.at(-1)).toMatchObject({
      kind: 'lifecycle',
      actor: 'platform',
      details: { messageId: message.id, note: expect.stringContaining('UPSTREAM_UNAVAILABLE') },
    });
    expect(await exchange.jobs(message.id)).toEqual([]);
  });

  it('tells nobody of a document that they have not got', async () => {
    const { id } = await exchange.send(magic.upstreamDown);
    await exchange.tell(exchange.acme, id, { status: 'cancelled' });
    const message = await messageOf(id);
    await waits(message.id, 0);
    expect((await messageOf(id)).state).toBe('queued');
    await exchange.app.app.get(NetworkListener).failed(id, 'RECIPIENT_NOT_FOUND', 'gone');
    exchange.app.clock.advance({ seconds: 31 });
    await eventually('the end', async () => (await messageOf(id)).error_code === 'DOCUMENT_NOT_SENT');
    expect((await exchange.document(id)).lifecycleStatus).toBe('cancelled');
  });
});
