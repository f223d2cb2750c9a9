import { messageKinds, receivableDocumentTypes } from '../../../src/network/message-kinds.port';
import { ParticipantRegistry } from '../../../src/network/participant-registry.port';
import { TestApp } from '../../support/app';
import { itAuthenticates, refusal } from '../../support/authentication';
import { DnsServer } from '../../support/dns-server';
import { OwnSmp } from '../../support/own-smp';
import { onboard, platformKey, signIn } from '../../support/scenario';

const registeredId = '9925:BE0403170701';
const { documentType } = messageKinds.invoice;
let sml: DnsServer;
let app: TestApp;
let key: string;
let liveKey: string;

beforeAll(async () => {
  sml = await DnsServer.start();
  app = await TestApp.start({
    ...sml.settings,
    ...new OwnSmp().settings,
    PARTICIPANT_REGISTRIES: 'test=sandbox, live=own-smp',
    PARTICIPANT_DIRECTORIES: 'test=sandbox, live=sml',
  });
  key = await platformKey(app);
  liveKey = await platformKey(app, { mode: 'live' });
  await app.app.get(ParticipantRegistry).register({
    companyId: 'comp_directory',
    organizationId: 'org_directory',
    livemode: true,
    name: 'ACME',
    country: 'BE',
    participantIds: [registeredId],
  });
  sml.register(registeredId, `${app.url}/smp`);
});
afterEach(() => (sml.behaviour = 'answer'));
afterAll(async () => {
  await app.stop();
  await sml.stop();
});

const verify = (body: unknown, as = liveKey) => app.post('/directory/verify', as, body);

describe('POST /directory/verify', () => {
  itAuthenticates(() => app, { method: 'POST', path: '/directory/verify', caller: 'member' });

  it('200: what the SMP of the participant says, found through the SML', async () => {
    const { status, body } = await verify({ peppolId: ` ${registeredId} ` });
    expect(status).toBe(200);
    expect(body).toEqual({
      peppolId: registeredId,
      registered: true,
      documentTypes: receivableDocumentTypes,
      source: 'sml',
    });
  });

  it('200: whether it accepts a document type, which is compared to the letter', async () => {
    const accepts = async (type: string) => (await verify({ peppolId: registeredId, documentType: type })).body.accepts; // prettier-ignore
    expect(await accepts(documentType)).toBe(true);
    expect(await accepts(documentType.toLowerCase())).toBe(false);
    expect(await accepts('busdox-docid-qns::urn:other')).toBe(false);
  });

  it('200: nobody has registered it', async () => {
    const { status, body } = await verify({ peppolId: '0208:0000000097', documentType });
    expect([status, body]).toEqual([200, { peppolId: '0208:0000000097', registered: false, documentTypes: [], accepts: false, source: 'sml' }]); // prettier-ignore
  });

  it('200 in test mode: the sandbox answers', async () => {
    const answer = await verify({ peppolId: '0208:0123456789', documentType }, key);
    expect(answer.body).toMatchObject({ registered: true, accepts: true, source: 'sandbox' });
    const unreachable = await verify({ peppolId: '0208:0000000404' }, key);
    expect(unreachable.body).toMatchObject({ registered: false, documentTypes: [], source: 'sandbox' });
  });

  it('200 for a tenant key of any scope, and for a user of the dashboard', async () => {
    const { apiKey } = await onboard(app, key, { apiKey: { name: 'reader', scopes: ['documents.read'] } });
    expect((await verify({ peppolId: '0208:0123456789' }, apiKey.key)).status).toBe(200);
    expect((await verify({ peppolId: '0208:0123456789' }, await signIn(app))).status).toBe(200);
  });

  it.each([
    [{}, [400, 'MISSING_FIELD', 'peppolId']],
    [{ peppolId: 17 }, [400, 'INVALID_PARTICIPANT_ID', 'peppolId']],
    [{ peppolId: '0123456789' }, [400, 'INVALID_PARTICIPANT_ID', 'peppolId']],
    [{ peppolId: '0208:01234 56789' }, [400, 'INVALID_PARTICIPANT_ID', 'peppolId']],
    [{ peppolId: `0208:${'1'.repeat(131)}` }, [400, 'INVALID_PARTICIPANT_ID', 'peppolId']],
    [{ peppolId: '0208:é' }, [400, 'INVALID_PARTICIPANT_ID', 'peppolId']],
    [{ peppolId: registeredId, documentType: 'invoice' }, [400, 'INVALID_REQUEST', 'documentType']],
    [{ peppolId: registeredId, colour: 'blue' }, [400, 'INVALID_REQUEST', 'colour']],
  ])('%j is refused with %j', async (body, expected) => {
    expect(refusal(await verify(body))).toEqual(expected);
  });

  it.each(['silence', 'failure'] as const)('503 after %s of the SML, with a time to come back', async (behaviour) => {
    sml.behaviour = behaviour;
    const answer = await verify({ peppolId: registeredId });
    expect(refusal(answer)).toEqual([503, 'UPSTREAM_UNAVAILABLE']);
    expect(answer.headers['retry-after']).toBe('30');
  }); // prettier-ignore

  it('503 when the SMP does not answer', async () => {
    sml.register('0208:0000000196', 'http://127.0.0.1:9/smp');
    const answer = await verify({ peppolId: '0208:0000000196' });
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '30']);
  });

  it('503 without a time when it would be the same then', async () => {
    sml.register('0208:0000000295', 'https://10.0.0.1/smp');
    const answer = await verify({ peppolId: '0208:0000000295' });
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, undefined]);
  });
});
