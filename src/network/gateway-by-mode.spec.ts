import { Settings } from '../core/config/settings';
import { PhossApGateway } from './access-point/phoss-ap-gateway';
import { DirectGateway } from './direct/direct-gateway';
import { GatewayByMode } from './gateway-by-mode';
import { SandboxNetwork } from './sandbox/sandbox-network';
import { UnconfiguredGateway } from './unconfigured/unconfigured-gateway';

/** As at the start of the service, of which only the settings matter here. */
function start(given: Record<string, string>): GatewayByMode {
  const settings = Object.assign(new Settings(), { PHOSS_AP_URL: '', PHOSS_AP_TOKEN: '', DIRECT_SIGNING_KEY: '' }, given); // prettier-ignore
  return new GatewayByMode(
    settings,
    {} as SandboxNetwork,
    new PhossApGateway(settings, {} as never),
    new DirectGateway(settings, {} as never, {} as never, {} as never),
    new UnconfiguredGateway(),
  );
}

it.each([
  [{ NETWORK_GATEWAYS: 'test=sandbox, live=phoss-ap' }, 'PHOSS_AP_URL must be'],
  [{ NETWORK_GATEWAYS: 'test=sandbox, live=none, live.BE=phoss-ap' }, 'PHOSS_AP_URL must be'],
  [{ NETWORK_GATEWAYS: 'test=phoss-ap, live=none', PHOSS_AP_URL: 'phoss' }, 'it is "phoss"'],
  [
    { NETWORK_GATEWAYS: 'test=phoss-ap, live=none', PHOSS_AP_URL: 'http://phoss' },
    'PHOSS_AP_TOKEN is missing',
  ],
  [{ NETWORK_GATEWAYS: 'test=direct, live=none' }, 'DIRECT_SIGNING_KEY is missing'],
  [{ NETWORK_GATEWAYS: 'test=direct, live=none', DIRECT_SIGNING_KEY: 'a key' }, 'is neither a PEM nor'],
  [
    { NETWORK_GATEWAYS: 'test=direct, live=none', DIRECT_SIGNING_KEY: '-----BEGIN PRIVATE KEY-----' },
    'DIRECT_SIGNING_KEY must be an RSA',
  ],
  [{ NETWORK_GATEWAYS: 'test=phoss, live=none' }, '"phoss" is not one of'],
])('does not start with %j', (settings, message) => {
  expect(() => start(settings)).toThrow(message);
});

it('asks for no settings of what is not chosen', () => {
  expect(() => start({ NETWORK_GATEWAYS: 'test=sandbox, live=none' })).not.toThrow();
});
