import { SystemClock } from '../../core/clock/clock';
import { readSettings } from '../../core/config/read-settings';
import { TaxAuthorityGateway } from '../tax-authority.port';
import { UnconfiguredAuthority } from '../unconfigured/unconfigured-authority';
import { UpstreamClient } from '../upstream/upstream-client';
import { AfnorAccess } from './afnor/afnor-access';
import { AfnorFlows } from './afnor/afnor-flows';
import { AuthorityByMode } from './authority-by-mode';
import { SandboxAuthority } from './sandbox/sandbox-authority';

const right = {
  DATABASE_URL: 'postgres://none',
  REDIS_URL: 'redis://none',
  JWT_SECRET: 'x'.repeat(32),
  SEALING_KEYS: `k1:${Buffer.alloc(32).toString('base64')}`,
  TAX_AUTHORITIES: 'test=sandbox, live=none, live.FR=afnor',
  AFNOR_URL: 'https://flows.example.com',
  AFNOR_TOKEN_URL: 'https://flows.example.com/token',
  AFNOR_CLIENT_ID: 'flowie',
  AFNOR_CLIENT_SECRET: 'secret',
  PPF_PLATFORM_ID: '0042',
};

/** As the application does at its start; no adapter is called. */
function start(wrong: Record<string, string> = {}): TaxAuthorityGateway {
  const settings = readSettings({ ...right, ...wrong });
  const client = {} as UpstreamClient;
  const afnor = new AfnorFlows(settings, client, new AfnorAccess(settings, client, new SystemClock()));
  return new AuthorityByMode(settings, {} as SandboxAuthority, afnor, new UnconfiguredAuthority());
}

describe('the choice of tax authorities', () => {
  it.each([
    [{ TAX_AUTHORITIES: 'test=sandbox' }, 'TAX_AUTHORITIES: live=… is missing.'],
    [{ TAX_AUTHORITIES: 'test=sandbox, live=chorus' }, '"chorus" is not one of sandbox, afnor, none'],
    [
      { TAX_AUTHORITIES: 'test=sandbox, live=afnor' },
      'TAX_AUTHORITIES: afnor serves France alone; write live.FR=afnor.',
    ],
    [{ AFNOR_URL: '' }, 'AFNOR_URL must be the address of a flow service: TAX_AUTHORITIES chooses afnor.'],
    [{ PPF_PLATFORM_ID: '9999' }, 'PPF_PLATFORM_ID must be the number'],
    [{ AFNOR_TOKEN_URL: 'x' }, 'AFNOR_TOKEN or AFNOR_TOKEN_URL must be set'],
    [{ AFNOR_CLIENT_ID: '' }, 'AFNOR_CLIENT_ID is missing'],
    [{ AFNOR_CLIENT_SECRET: '' }, 'AFNOR_CLIENT_SECRET is missing'],
  ])('ends the start for %j', (wrong: Record<string, string>, sentence) => {
    expect(() => start(wrong)).toThrow(sentence);
  });

  it('needs no credentials beside a static token, and none of it for an adapter that nobody chose', () => {
    expect(() => start({ AFNOR_TOKEN: 'secret', AFNOR_TOKEN_URL: '', AFNOR_CLIENT_ID: '' })).not.toThrow();
    expect(() => start({ TAX_AUTHORITIES: 'test=sandbox, live=none', AFNOR_URL: '' })).not.toThrow();
  });

  it('goes by the country of the authority', async () => {
    const report = { reportId: 'rep_1', authority: 'SDI' as const, livemode: true };
    await expect(start().outcome(report)).rejects.toMatchObject({ code: 'AUTHORITY_NOT_CONFIGURED' });
  });
});
