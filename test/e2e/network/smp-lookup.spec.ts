import { messageKinds } from '../../../src/network/message-kinds.port';
import { failure, LookupScene } from '../../support/lookup-scene';
import { redirectTo, signedBy } from '../../support/smp-server';

let scene: LookupScene;

beforeAll(async () => {
  scene = await LookupScene.start();
});
afterEach(() => (scene.sml.behaviour = 'answer'));
afterAll(() => scene.stop());

const { kind, endpointUrl } = LookupScene;
const endpointOf = (...query: Parameters<LookupScene['endpointOf']>) => scene.endpointOf(...query);
const signed = (participantId: string, more?: object) => scene.signed(participantId, more);
/** Metadata whose endpoint has something more. */
const endpointWith = (xml: string) => (participantId: string) => {
  const after = '</smp:RequireBusinessLevelSignature>';
  return signedBy(scene.certificates.signer, scene.metadata(participantId).replace(after, `${after}${xml}`));
};

describe('ServiceMetadataLookup', () => {
  it('finds where a participant receives: SML, SMP, and a signature of somebody trusted', async () => {
    expect(await endpointOf(scene.participant(signed))).toEqual({
      url: endpointUrl,
      certificate: scene.certificates.accessPoint.cert,
      transportProfile: 'peppol-transport-as4-v2_0',
    });
  });

  it('finds the endpoint of the transport that is asked for', async () => {
    const participantId = scene.participant((id) => signed(id, { transportProfile: 'flowie-http' }));
    expect((await endpointOf(participantId)).transportProfile).toBe('flowie-http');
    expect((await endpointOf(participantId, { transportProfile: 'flowie-http' })).url).toBe(endpointUrl);
    const other = endpointOf(participantId, { transportProfile: 'peppol-transport-as4-v2_0' });
    await expect(other).rejects.toEqual(failure('DOCUMENT_TYPE_NOT_ACCEPTED'));
  });

  it('leaves out endpoints that are closed, or not open yet', async () => {
    const past = '2020-01-01T00:00:00Z';
    const future = '2099-01-01T00:00:00Z';
    const [from, until] = ['Activation', 'Expiration'].map(
      (name) => (at: string) => `<smp:Service${name}Date>${at}</smp:Service${name}Date>`,
    ) as [(at: string) => string, (at: string) => string];
    const at = (xml: string) => endpointOf(scene.participant(endpointWith(xml)));
    expect((await at(from(past) + until(future))).url).toBe(endpointUrl);
    await expect(at(until(past))).rejects.toEqual(failure('DOCUMENT_TYPE_NOT_ACCEPTED'));
    await expect(at(from(future))).rejects.toEqual(failure('DOCUMENT_TYPE_NOT_ACCEPTED'));
  });

  it('says that nobody has registered the participant, or that it does not receive this', async () => {
    await expect(endpointOf('0208:0000000097')).rejects.toEqual(failure('RECIPIENT_NOT_FOUND'));
    await expect(endpointOf(scene.participant())).rejects.toEqual(failure('DOCUMENT_TYPE_NOT_ACCEPTED'));
    const process = 'cenbii-procid-ubl::urn:other';
    const otherProcess = endpointOf(scene.participant(signed), { process });
    await expect(otherProcess).rejects.toEqual(failure('DOCUMENT_TYPE_NOT_ACCEPTED'));
  });

  it.each([
    ['nothing that can be read', 'garbage'],
    ['a DOCTYPE', '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00])],
    ['more than anybody would', Buffer.alloc(1_100_000, 'x')],
  ])('gives up when the SMP answers %s', async (_what, body) => {
    await expect(endpointOf(scene.participant(() => body))).rejects.toEqual(failure('SMP_ANSWER_INVALID'));
  });

  it('gives up when it answers about somebody else, or something else', async () => {
    const other = scene.participant(() => signed('9925:BE9999999999'));
    await expect(endpointOf(other)).rejects.toEqual(failure('SMP_ANSWER_INVALID'));
    const type = scene.participant((id) => signed(id, { kind: messageKinds.creditNote }));
    await expect(endpointOf(type)).rejects.toEqual(failure('SMP_ANSWER_INVALID'));
  });

  it.each([[{ hangs: true }], [{ status: 503 }], [{ status: 429 }]])(
    'can be tried again after %j of the SMP',
    async (reply) => {
      const participantId = scene.participant(signed);
      scene.smp.answer(reply, participantId, kind.documentType);
      await expect(endpointOf(participantId)).rejects.toEqual(failure('UPSTREAM_UNAVAILABLE', true));
    },
  );

  it.each(['silence', 'failure'] as const)('can be tried again after %s of the SML', async (behaviour) => {
    const participantId = scene.participant(signed);
    scene.sml.behaviour = behaviour;
    await expect(endpointOf(participantId)).rejects.toEqual(failure('UPSTREAM_UNAVAILABLE', true));
    scene.sml.behaviour = 'answer';
    expect((await endpointOf(participantId)).url).toBe(endpointUrl);
  }); // prettier-ignore

  it('gives up when the SML answers garbage, or has a record of another form', async () => {
    scene.sml.behaviour = 'garbage';
    await expect(endpointOf('0208:0000000196')).rejects.toEqual(failure('SML_ANSWER_INVALID'));
    scene.sml.behaviour = 'answer';
    scene.sml.publish('0208:0000000196', { regexp: '!.*!nowhere!' });
    await expect(endpointOf('0208:0000000196')).rejects.toEqual(failure('SML_ANSWER_INVALID'));
  });

  it('calls no private address, whoever names it', async () => {
    const participantId = scene.participant();
    scene.sml.register(participantId, 'https://192.168.1.1/smp');
    await expect(endpointOf(participantId)).rejects.toEqual(failure('SMP_ADDRESS_NOT_ALLOWED'));
    const redirect = redirectTo('http://169.254.169.254/', 'CN=a');
    const redirected = scene.participant(() => signedBy(scene.certificates.signer, redirect));
    await expect(endpointOf(redirected)).rejects.toEqual(failure('SMP_ADDRESS_NOT_ALLOWED'));
  });
});
