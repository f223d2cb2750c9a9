import { EndpointLookup } from '../../../src/network/endpoint-lookup.port';
import { DirectIdentity, EndpointBook } from '../../support/direct-network';
import { Exchange } from '../../support/exchange';
import { FaultyServer } from '../../support/faulty-server';
import { call } from '../../support/http';
import { echoRecipient, magic } from '../../support/invoices';
import { PhossApServer } from '../../support/phoss-ap-server';
import { GatewayScene } from './gateway-scene';

const settings = { UPSTREAM_TIMEOUT_MS: '400', UPSTREAM_BREAKER_FAILURES: '1000' };

/** How often a company of ours has the message. */
async function received({ app, globex }: Exchange, messageId: string): Promise<number> {
  const [{ count }] = await app.database.query(
    `SELECT count(*)::int AS count FROM documents WHERE message_id = $1 AND direction = 'incoming' AND company_id = $2`,
    [messageId, globex.company.id],
  );
  return count;
}

/** In process, so that of all faults it has only that of being away, which a magic recipient plays. */
export async function sandboxScene(): Promise<GatewayScene> {
  const exchange = await Exchange.start(settings);
  return {
    exchange,
    recipient: exchange.globex.company.peppolId,
    refusedRecipient: magic.unreachable,
    slowRecipient: magic.slow,
    arrivals: (id) => received(exchange, id),
    spoil: () => undefined,
    spoiltRecipient: magic.upstreamDown,
    stop: () => exchange.stop(),
  };
}

export async function phossApScene(): Promise<GatewayScene> {
  const phoss = await PhossApServer.start();
  const exchange = await Exchange.start({ ...phoss.settings, ...settings });
  return {
    exchange,
    recipient: echoRecipient,
    refusedRecipient: phoss.unknownReceiver,
    slowRecipient: echoRecipient,
    arrivals: (id) => phoss.of(id).length,
    spoil: (fault) => (phoss.fault = fault),
    spoiltRecipient: echoRecipient,
    stop: async () => {
      await exchange.stop();
      await phoss.stop();
    },
  };
}

/** One instance that hands documents to itself, over a line that the test can spoil. */
export async function directScene(): Promise<GatewayScene> {
  const book = new EndpointBook();
  const identity = new DirectIdentity('one instance');
  const providers = [{ provide: EndpointLookup, useValue: book }];
  const exchange = await Exchange.start({ ...identity.settings, ...settings }, providers);
  const line = await FaultyServer.start(async (request, body) => {
    const signature = String(request.headers['x-flowie-direct-signature']);
    const headers = { 'x-flowie-direct-signature': signature };
    const { status, text } = await call('POST', `${exchange.app.url}/network/direct`, { headers, body });
    return { status, body: text };
  });
  for (const { company } of [exchange.acme, exchange.globex])
    book.publish(company.peppolId, line.url, identity.certificate);
  return {
    exchange,
    recipient: exchange.globex.company.peppolId,
    refusedRecipient: '0208:0999999922',
    arrivals: (id) => received(exchange, id),
    spoil: (fault) => (line.fault = fault),
    spoiltRecipient: exchange.globex.company.peppolId,
    stop: async () => {
      await exchange.stop();
      await line.stop();
    },
  };
}
