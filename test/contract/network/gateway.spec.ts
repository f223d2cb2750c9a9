import { EvidenceRepository } from '../../../src/modules/documents/evidence.repository';
import { NetworkListener } from '../../../src/network/network-gateway.port';
import { eventually } from '../../support/eventually';
import { gatewayOf, GatewayScene, newTransmission, refusalOf } from './gateway-scene';
import { directScene, phossApScene, sandboxScene } from './gateway-scenes';

const faultsOfLines = ['hang', 'garbage', 'unavailable', 'lost_answer'] as const;
const receipt = { mediaType: 'text/plain', bytes: Buffer.from('signed and sealed') };

/** What every NetworkGateway owes to those who use it, whatever network is behind it. */
describe.each([
  ['sandbox', sandboxScene, ['unavailable']],
  ['phoss-ap', phossApScene, faultsOfLines],
  ['direct', directScene, faultsOfLines],
] as const)('the gateway %s', (_name, build, faults) => {
  let scene: GatewayScene;
  let listener: NetworkListener;

  beforeAll(async () => {
    scene = await build();
    listener = scene.exchange.app.app.get(NetworkListener);
  });
  afterEach(() => scene.spoil(undefined));
  afterAll(() => scene.stop());

  const evidenceOf = async (id: string, kind: string) =>
    (await scene.exchange.app.app.get(EvidenceRepository).of(id)).filter((piece) => piece.kind === kind);

  /** A document that its network does not take yet. */
  const stuck = async (): Promise<string> => {
    scene.spoil('unavailable');
    const { id } = await scene.exchange.send(scene.spoiltRecipient);
    await eventually('a wait', async () => {
      const [job] = await scene.exchange.jobs(id);
      return job?.run_at > scene.exchange.app.clock.now();
    });
    return id;
  };

  it('makes one message of a submission that is repeated', async () => {
    const transmission = await newTransmission(scene, scene.recipient);
    const first = await gatewayOf(scene).submit(transmission);
    const second = await gatewayOf(scene).submit(transmission);
    expect(second.messageId).toBe(first.messageId);
    await eventually('the arrival', async () => (await scene.arrivals(transmission.transmissionId)) > 0);
    expect(await scene.arrivals(transmission.transmissionId)).toBe(1);
  });

  it('does not call delivered what is only accepted', async () => {
    const { slowRecipient, exchange } = scene;
    const { id } = await exchange.send(slowRecipient ?? scene.recipient);
    if (slowRecipient) {
      await exchange.until(id, { status: 'sent', deliveryStatus: 'pending' });
      expect(await exchange.expectOrderly(id)).toEqual(['document.sent']);
      expect(await evidenceOf(id, 'delivered')).toEqual([]);
    } else {
      // Where the receiving side's answer says that it has stored the document, that answer is the evidence.
      await exchange.until(id, { status: 'sent', deliveryStatus: 'delivered' });
      expect(await scene.arrivals(id)).toBe(1);
      expect(await evidenceOf(id, 'delivered')).toHaveLength(1);
    }
  });

  it('throws a final NetworkError for what can never be handed over', async () => {
    const error = await refusalOf(scene, await newTransmission(scene, scene.refusedRecipient));
    expect([error.retryable, /^[A-Z_]+$/.test(error.code), error.message.length > 10]).toEqual([
      false,
      true,
      true,
    ]);
  });

  it.each(faults)(
    'throws a retryable NetworkError in bounded time when the network has the fault %s, and doubles nothing after it',
    async (fault) => {
      scene.spoil(fault);
      const transmission = await newTransmission(scene, scene.spoiltRecipient);
      const startedAt = Date.now();
      const error = await refusalOf(scene, transmission);
      expect([error.code, error.retryable]).toEqual(['UPSTREAM_UNAVAILABLE', true]);
      expect(Date.now() - startedAt).toBeLessThan(5_000);
      if (scene.spoiltRecipient !== scene.recipient) return;
      scene.spoil(undefined);
      await gatewayOf(scene).submit(transmission);
      expect(await scene.arrivals(transmission.transmissionId)).toBe(1);
    },
  );

  it('says of a transmission that nobody knows that it is under way', async () => {
    const reference = { transmissionId: 'doc_unknown', livemode: false, senderCountry: 'FR' };
    expect(await gatewayOf(scene).outcome(reference)).toEqual({ state: 'under_way' });
  });

  it('may confirm twice, and confirm what is unknown', async () => {
    const id = await stuck();
    await listener.delivered(id, receipt);
    await Promise.all([listener.delivered(id, receipt), listener.delivered(id, receipt)]);
    await listener.failed(id, 'TOO_LATE', 'after the delivery');
    await listener.delivered('doc_unknown', receipt);
    expect(await scene.exchange.expectOrderly(id)).toEqual(['document.sent', 'document.delivered']);
    expect(await evidenceOf(id, 'delivered')).toMatchObject([receipt]);
    expect(await evidenceOf('doc_unknown', 'delivered')).toEqual([]);
  });

  it('may tell of the delivery before the hand-off is recorded, and nothing is sent again', async () => {
    const id = await stuck();
    const before = await scene.arrivals(id);
    await listener.delivered(id, receipt);
    scene.spoil(undefined);
    scene.exchange.app.clock.advance({ minutes: 10 });
    await eventually('the end of the job', async () => (await scene.exchange.jobs(id)).length === 0);
    expect(await scene.exchange.expectOrderly(id)).toEqual(['document.sent', 'document.delivered']);
    expect(await scene.arrivals(id)).toBe(before);
  });
});
