import { TestClock } from '../../support/clock';
import { readSettings } from '../../../src/core/config/read-settings';
import { Settings } from '../../../src/core/config/settings';
import { AccessPointSettings } from '../../../src/network/smp/access-point-settings';
import { PhossSmpClient } from '../../../src/network/smp/phoss-smp-client';
import { SignerTrust } from '../../../src/network/smp/signer-trust';
import { SmlResolver } from '../../../src/network/smp/sml-resolver';
import { SmpSigner } from '../../../src/network/smp/smp-signer';
import { UpstreamClient } from '../../../src/network/upstream/upstream-client';
import { failedStart } from '../../support/failed-start';
import { OwnSmp } from '../../support/own-smp';

const own = new OwnSmp().settings;
const phoss = { PHOSS_SMP_URL: 'https://smp.test', PHOSS_SMP_USER: 'flowie', PHOSS_SMP_PASSWORD: 'secret' };

const uses: Record<string, (settings: Settings) => unknown> = {
  signer: (settings) => new SmpSigner(settings).read(),
  'access point': (settings) => new AccessPointSettings(settings).read(),
  phoss: (settings) => new PhossSmpClient({} as UpstreamClient, settings).checkSettings(),
  trust: (settings) => new SignerTrust(settings, new TestClock()),
  sml: (settings) => new SmlResolver(settings),
};

const settings = (more: Record<string, string>) =>
  readSettings({
    DATABASE_URL: 'postgres://localhost/none',
    REDIS_URL: 'redis://localhost',
    JWT_SECRET: 'x'.repeat(32),
    SEALING_KEYS: 'k'.repeat(40),
    ...own,
    ...phoss,
    ...more,
  });

describe('the settings of participant registries', () => {
  it.each(Object.keys(uses))('serve for %s as they are meant', (use) => {
    expect(() => uses[use]!(settings({ SML_DNS_SERVERS: '9.9.9.9, 127.0.0.1:5353' }))).not.toThrow();
  });

  it('may hold a PEM whose line feeds are written as \\n', () => {
    const flat = { SMP_SIGNING_KEY: own.SMP_SIGNING_KEY!.replaceAll('\n', '\\n') };
    expect(() => uses.signer!(settings(flat))).not.toThrow();
  });

  it.each([
    ['signer', { SMP_SIGNING_KEY: '' }, 'SMP_SIGNING_KEY is missing.'],
    ['signer', { SMP_SIGNING_KEY: '/nowhere.pem' }, 'SMP_SIGNING_KEY is neither a PEM nor the path of a file that can be read.'],
    ['signer', { SMP_SIGNING_KEY: own.SMP_SIGNING_CERTIFICATE! }, 'SMP_SIGNING_KEY holds no RSA key that can be read.'],
    ['signer', { SMP_SIGNING_CERTIFICATE: own.ACCESS_POINT_CERTIFICATE! }, 'SMP_SIGNING_CERTIFICATE is not the certificate of SMP_SIGNING_KEY.'],
    ['signer', { SMP_SIGNING_CERTIFICATE: own.SMP_SIGNING_KEY! }, 'SMP_SIGNING_CERTIFICATE holds no certificate that can be read.'],
    ['access point', { ACCESS_POINT_CERTIFICATE: '' }, 'ACCESS_POINT_CERTIFICATE is missing.'],
    ['access point', { ACCESS_POINT_URL: '' }, 'ACCESS_POINT_URL is missing.'],
    ['access point', { ACCESS_POINT_URL: 'ap.test' }, 'ACCESS_POINT_URL is "ap.test" but must be an https:// URL.'],
    ['phoss', { PHOSS_SMP_URL: 'smp.test' }, 'PHOSS_SMP_URL is "smp.test" but must be an http:// or https:// URL.'],
    ['phoss', { PHOSS_SMP_PASSWORD: '' }, 'PHOSS_SMP_PASSWORD is missing.'],
    ['trust', { SMP_TRUST_ANCHORS: '-----BEGIN NOTHING' }, 'SMP_TRUST_ANCHORS holds no certificate that can be read.'],
    ['sml', { SML_DNS_SERVERS: 'nine' }, 'SML_DNS_SERVERS is "nine" but must be addresses such as 9.9.9.9 or 127.0.0.1:5353, comma separated.'],
  ])('of %s are refused in one sentence: %#', (use, wrong, message) => {
    expect(() => uses[use]!(settings(wrong))).toThrow(new Error(message));
  }); // prettier-ignore

  it.each([
    ['own-smp', 'SMP_SIGNING_KEY is missing.'],
    ['phoss-smp', 'PHOSS_SMP_URL is missing.'],
  ])('end the start when they are missing and %s is chosen', async (adapter, sentence) => {
    const { code, said } = await failedStart({ PARTICIPANT_REGISTRIES: `test=sandbox, live=${adapter}` });
    expect([code, said.split('\n')]).toEqual([1, expect.arrayContaining([sentence])]);
  });
});
