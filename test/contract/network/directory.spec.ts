import { receivableDocumentTypes } from '../../../src/network/message-kinds.port';
import { ParticipantDirectory } from '../../../src/network/participant-directory.port';
import { ParticipantRegistry } from '../../../src/network/participant-registry.port';
import { call } from '../../support/http';
import { failure } from '../../support/lookup-scene';
import { smpPath } from '../../support/own-smp';
import { SmpServer } from '../../support/smp-server';
import { RegistryScenes } from './registry-scenes';

const known = '9925:BE0403170701';
let scenes: RegistryScenes;
let smp: SmpServer;
let directory: ParticipantDirectory;

beforeAll(async () => {
  scenes = await RegistryScenes.start();
  smp = await SmpServer.start();
  directory = scenes.app.app.get(ParticipantDirectory);
  for (const place of [RegistryScenes.places.sandbox, RegistryScenes.places['own-smp']]) {
    const company = { companyId: 'comp_known', organizationId: 'org_known', name: 'ACME' };
    await scenes.app.app.get(ParticipantRegistry).register({ ...company, ...place, participantIds: [known] });
  }
  scenes.sml.register(known, `${scenes.app.url}/smp`);
});
afterEach(() => (scenes.sml.behaviour = 'answer'));
afterAll(async () => {
  await smp.stop();
  await scenes.stop();
});

describe.each([
  ['sandbox', false, '0208:0000000404'],
  ['sml', true, '0208:0000000097'],
] as const)('the directory %s', (source, livemode, unknown) => {
  it.each([known, known.toLowerCase()])('knows what %s receives, in this spelling', async (participantId) => {
    expect(await directory.lookup({ livemode, participantId })).toMatchObject({
      registered: true,
      documentTypes: receivableDocumentTypes,
      source,
    });
  });

  it('answers the same when asked again', async () => {
    const first = await directory.lookup({ livemode, participantId: known });
    expect(await directory.lookup({ livemode, participantId: known })).toEqual(first);
  });

  it('says that nobody has registered an id, which is an answer', async () => {
    expect(await directory.lookup({ livemode, participantId: unknown })).toMatchObject({
      registered: false,
      documentTypes: [],
      source,
    });
  });
});

describe('the directory sml', () => {
  const lookup = (participantId: string) => directory.lookup({ livemode: true, participantId });
  const group = async () => (await call('GET', `${scenes.app.url}/smp${smpPath(known.toLowerCase())}`)).text;

  it('tells which SMP answered', async () => {
    expect((await lookup(known)).smpUrl).toBe(`${scenes.app.url}/smp`);
  });

  it('takes a participant whom the SML knows and its SMP does not for unregistered', async () => {
    scenes.sml.register('0208:0000000196', smp.url);
    expect(await lookup('0208:0000000196')).toMatchObject({ registered: false, smpUrl: smp.url });
  });

  it.each(['silence', 'failure'] as const)('can be asked again after %s of the SML', async (behaviour) => {
    scenes.sml.behaviour = behaviour;
    await expect(lookup(known)).rejects.toEqual(failure('UPSTREAM_UNAVAILABLE', true));
  });

  it.each([[{ hangs: true }], [{ status: 500 }]])('can be asked again after %j of the SMP', async (reply) => {
    scenes.sml.register('0208:0000000295', smp.url);
    smp.answer(reply, '0208:0000000295');
    await expect(lookup('0208:0000000295')).rejects.toEqual(failure('UPSTREAM_UNAVAILABLE', true));
  });

  it('gives up when the SML or the SMP cannot be understood', async () => {
    const answers = ['garbage', '<Other/>', await group(), '<!DOCTYPE x><x/>'];
    scenes.sml.register('0208:0000000394', smp.url);
    for (const body of answers) {
      smp.answer({ body }, '0208:0000000394');
      await expect(lookup('0208:0000000394')).rejects.toEqual(failure('SMP_ANSWER_INVALID'));
    }
    smp.answer({ status: 302 }, '0208:0000000394');
    await expect(lookup('0208:0000000394')).rejects.toEqual(failure('SMP_ANSWER_INVALID'));
    scenes.sml.behaviour = 'garbage';
    await expect(lookup('0208:0000000394')).rejects.toEqual(failure('SML_ANSWER_INVALID'));
  });
});
