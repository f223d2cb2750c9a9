import { NetworkError } from '../../../src/network/network-error.port';
import { NetworkGateway, Transmission } from '../../../src/network/network-gateway.port';
import { messageKinds } from '../../../src/network/message-kinds.port';
import { Exchange } from '../../support/exchange';
import { Fault } from '../../support/faulty-server';
import { newNumber } from '../../support/invoices';

/** A gateway with the other side that it talks to, as the contract needs both. */
export interface GatewayScene {
  exchange: Exchange;
  /** Somebody who takes what comes. */
  recipient: string;
  /** Somebody to whom nothing can be handed over, for good. */
  refusedRecipient: string;
  /** Somebody whose delivery takes its time, or is not told with the acceptance; none where the two are one. */
  slowRecipient?: string;
  /** How often the other side has the message. */
  arrivals(transmissionId: string): number | Promise<number>;
  /** Gives the network a fault, or takes it away. */
  spoil(fault: Fault | undefined): void;
  /** To whom the fault then happens. */
  spoiltRecipient: string;
  stop(): Promise<void>;
}

/** Of a real invoice, with an id that nobody has used. */
export async function newTransmission(scene: GatewayScene, receiver: string): Promise<Transmission> {
  const { acme, app } = scene.exchange;
  const [{ organization_id: organizationId }] = await app.database.query(
    'SELECT organization_id FROM companies WHERE id = $1',
    [acme.company.id],
  );
  return {
    transmissionId: newNumber(),
    organizationId,
    livemode: false,
    sender: acme.company.peppolId,
    receiver,
    senderCountry: 'FR',
    ...messageKinds.invoice,
    payload: Buffer.from('<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>'),
  };
}

export function gatewayOf({ exchange }: GatewayScene): NetworkGateway {
  return exchange.app.app.get(NetworkGateway);
}

/** The error of a submission, which must be a NetworkError. */
export async function refusalOf(scene: GatewayScene, transmission: Transmission): Promise<NetworkError> {
  const error = await gatewayOf(scene)
    .submit(transmission)
    .catch((error: unknown) => error);
  if (!(error instanceof NetworkError)) throw new Error(`expected a NetworkError, got ${String(error)}`);
  return error;
}
