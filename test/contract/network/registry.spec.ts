import { ParticipantRegistry, Registration } from '../../../src/network/participant-registry.port';
import { RegistryScenes } from './registry-scenes';

let scenes: RegistryScenes;
let registry: ParticipantRegistry;
let companies = 0;

beforeAll(async () => {
  scenes = await RegistryScenes.start();
  registry = scenes.app.app.get(ParticipantRegistry);
});
afterEach(() => {
  scenes.sml.behaviour = 'answer';
  scenes.phoss.refusal = undefined;
});
afterAll(() => scenes.stop());

const adapters = Object.keys(RegistryScenes.places) as Array<keyof typeof RegistryScenes.places>;
/** The sandbox has no other providers, and nothing that could be down. */
const realOnes = adapters.filter((name) => name !== 'sandbox');

function company(
  adapter: keyof typeof RegistryScenes.places,
  more: Partial<Registration> = {},
): Registration {
  const number = String(++companies).padStart(9, '0');
  return {
    companyId: `comp_${number}`,
    organizationId: 'org_contract',
    name: 'ACME',
    participantIds: [`9925:BE0${number}`],
    ...RegistryScenes.places[adapter],
    ...more,
  };
}

describe.each(adapters)('the registry %s', (adapter) => {
  const published = (wish: Registration) =>
    Promise.all(wish.participantIds.map((id) => scenes.isPublished(adapter, id)));

  it('publishes all ids of a company, and takes all of them back', async () => {
    const wish = company(adapter, { participantIds: [`0208:1${companies}23456789`, `9925:BE1${companies}23456789`] }); // prettier-ignore
    expect(await published(wish)).toEqual([false, false]);
    await registry.register(wish);
    expect(await published(wish)).toEqual([true, true]);
    await registry.unregister(wish);
    expect(await published(wish)).toEqual([false, false]);
  });

  it('registers twice, and unregisters twice, as once', async () => {
    const wish = company(adapter);
    await registry.register(wish);
    await registry.register(wish);
    expect(await published(wish)).toEqual([true]);
    await registry.unregister(wish);
    await registry.unregister(wish);
    expect(await published(wish)).toEqual([false]);
    await registry.register(wish);
    expect(await published(wish)).toEqual([true]);
  });

  it('takes an id that is named twice, in two spellings, as one', async () => {
    const wish = company(adapter, { participantIds: ['9925:BE0999999999', '9925:be0999999999'] });
    await registry.register(wish);
    expect(await published(wish)).toEqual([true, true]);
    await registry.unregister(wish);
  });

  it('unregisters a company that it does not know', async () => {
    await expect(registry.unregister(company(adapter))).resolves.toBeUndefined();
  });

  it('gives a key for another provider, again when asked again, and keeps the entry', async () => {
    const wish = company(adapter);
    await registry.register(wish);
    expect((await registry.release(wish)).length).toBeGreaterThanOrEqual(8);
    expect((await registry.release(wish)).length).toBeGreaterThanOrEqual(8);
    expect(await published(wish)).toEqual([true]);
    await registry.unregister(wish);
    expect(await published(wish)).toEqual([false]);
  });
});

describe.each(realOnes)('the registry %s', (adapter) => {
  const isPublished = (wish: Registration) => scenes.isPublished(adapter, wish.participantIds[0]!);

  it('does not take what another provider holds, and names that one', async () => {
    const wish = company(adapter);
    scenes.sml.register(wish.participantIds[0]!, 'https://smp.other-provider.test/base');
    await expect(registry.register(wish)).rejects.toMatchObject({
      code: 'PARTICIPANT_REGISTERED_ELSEWHERE',
      retryable: false,
      message: expect.stringContaining('smp.other-provider.test'),
    });
    expect(await isPublished(wish)).toBe(false);
  });

  it('takes it with the key of that provider', async () => {
    const wish = company(adapter, { migrationKey: 'Migrate@2026#now' });
    const [participantId] = wish.participantIds as [string];
    scenes.sml.register(participantId, 'https://smp.other-provider.test');
    scenes.phoss.inboundKeys.set(participantId.toLowerCase(), 'Migrate@2026#now');
    await registry.register(wish);
    expect(await isPublished(wish)).toBe(true);
    await registry.register(wish);
    expect(await isPublished(wish)).toBe(true);
  });

  it('registers again what the SML shows to be ours', async () => {
    const wish = company(adapter);
    await registry.register(wish);
    if (adapter === 'own-smp') scenes.sml.register(wish.participantIds[0]!, 'https://exchange.test/smp');
    await registry.register(wish);
    expect(await isPublished(wish)).toBe(true);
  });

  it.each(['silence', 'failure'] as const)('is to be tried again after %s of the SML', async (behaviour) => {
    scenes.sml.behaviour = behaviour;
    const wish = company(adapter);
    const failure = { code: 'UPSTREAM_UNAVAILABLE', retryable: true };
    await expect(registry.register(wish)).rejects.toMatchObject(failure);
    expect(await isPublished(wish)).toBe(false);
    scenes.sml.behaviour = 'answer';
    await registry.register(wish);
    expect(await isPublished(wish)).toBe(true);
  });

  it('has no key for a company that it does not know', async () => {
    await expect(registry.release(company(adapter))).rejects.toMatchObject({ retryable: false });
  });
});
