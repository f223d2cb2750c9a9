import { ParticipantRegistry, Registration } from '../../../src/network/participant-registry.port';
import { RegistryScenes } from './registry-scenes';

let scenes: RegistryScenes;
let registry: ParticipantRegistry;

beforeAll(async () => {
  scenes = await RegistryScenes.start();
  registry = scenes.app.app.get(ParticipantRegistry);
});
afterAll(() => scenes.stop());

const company = (adapter: keyof typeof RegistryScenes.places, companyId: string): Registration => ({
  companyId,
  organizationId: 'org_refusals',
  name: 'ACME',
  participantIds: ['0208:0403170701'],
  ...RegistryScenes.places[adapter],
});

describe('an id that two companies want', () => {
  it('is held by many in the sandbox, where every tester may try it', async () => {
    await registry.register(company('sandbox', 'comp_a'));
    await registry.register(company('sandbox', 'comp_b'));
    await registry.unregister(company('sandbox', 'comp_a'));
    expect(await scenes.isPublished('sandbox', '0208:0403170701')).toBe(true);
  });

  it('stays with the first in our own SMP in live mode, also when both come at once', async () => {
    const both = [company('own-smp', 'comp_a'), company('own-smp', 'comp_b')];
    const outcomes = await Promise.allSettled(both.map((wish) => registry.register(wish)));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const { reason } = outcomes.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    expect(reason).toMatchObject({
      code: 'PARTICIPANT_HELD_BY_ANOTHER_COMPANY',
      retryable: false,
      message: 'Another company of this installation is registered as 0208:0403170701.',
    });
    const [winner, loser] = outcomes[0]!.status === 'fulfilled' ? both : both.reverse();
    await registry.unregister(loser!);
    expect(await scenes.isPublished('own-smp', '0208:0403170701')).toBe(true);
    await registry.unregister(winner!);
    expect(await scenes.isPublished('own-smp', '0208:0403170701')).toBe(false);
  });
});

describe('a refusal of phoss-smp', () => {
  afterEach(() => (scenes.phoss.refusal = undefined));

  it.each([
    [401, '', 'SMP_ACCESS_DENIED', true],
    [403, 'Username and/or password are invalid!', 'SMP_ACCESS_DENIED', true],
    [400, 'Failed to parse', 'SMP_REFUSED', false],
    [409, 'The participant is already registered in the SML by smp.other.test', 'PARTICIPANT_REGISTERED_ELSEWHERE', false],
    [412, 'The writable REST API is disabled', 'UPSTREAM_UNAVAILABLE', true],
    [500, 'Failed to create in SML', 'UPSTREAM_UNAVAILABLE', true],
    [503, '', 'UPSTREAM_UNAVAILABLE', true],
  ])('%i "%s" is %s, tried again: %s', async (status, body, code, retryable) => {
    scenes.phoss.refusal = { status, body };
    await expect(registry.register(company('phoss-smp', 'comp_c'))).rejects.toMatchObject({
      code,
      retryable,
      message: expect.stringContaining(status < 500 ? body : `${status}`),
    });
  }); // prettier-ignore

  it('404 of what was to be removed is no failure', async () => {
    await expect(registry.unregister(company('phoss-smp', 'comp_c'))).resolves.toBeUndefined();
  });

  it('a migration that it starts without a key is final, and says so', async () => {
    scenes.phoss.refusal = { status: 200, body: '<migrationOutboundResponse/>' };
    const failure = { code: 'SMP_ANSWER_INVALID', retryable: false };
    await expect(registry.release(company('phoss-smp', 'comp_c'))).rejects.toMatchObject(failure);
  });
});
