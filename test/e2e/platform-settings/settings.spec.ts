import { createHash } from 'node:crypto';
import { TestApp } from '../../support/app';
import { itAuthenticates, refusal } from '../../support/authentication';
import { LogoServer, png, svg } from '../../support/logo-server';
import { platformKey, secondOrganization } from '../../support/scenario';

let app: TestApp;
let logos: LogoServer;
let key: string;
/** Of an organization without the entitlement. */
let plain: string;

beforeAll(async () => {
  app = await TestApp.start();
  logos = await LogoServer.start();
  key = await platformKey(app);
  plain = (await secondOrganization(app)).platformKey;
});
afterAll(async () => {
  await app.stop();
  await logos.stop();
});

const patch = (body: unknown, as = key, headers?: Record<string, string>) =>
  app.exchange('PATCH', '/platform/settings', { key: as, body, headers });
const read = async (as = key) => (await app.get('/platform/settings', as)).body;
const changed = async (body: unknown, as = key) => {
  const { status, body: settings, text } = await patch(body, as);
  if (status !== 200) throw new Error(text);
  return settings;
};

const nothing = {
  branding: { displayName: null, logoUrl: null, primaryColor: null, supportEmail: null, logo: null },
  customDomain: null,
  domain: null,
  dnsRecords: [],
  defaults: { preferredFormat: null, autoCompliance: {} },
};

describe('GET /platform/settings', () => {
  itAuthenticates(() => app, { method: 'GET', path: '/platform/settings', caller: 'platform' });

  it('200: nothing is chosen at first', async () => {
    expect(await read(plain)).toEqual({ ...nothing, updatedAt: null });
  });
});

describe('PATCH /platform/settings', () => {
  itAuthenticates(() => app, { method: 'PATCH', path: '/platform/settings', caller: 'platform' });
  beforeEach(() => changed({ branding: null, defaults: null }));

  it('200: what is absent stays, null clears, objects merge', async () => {
    const first = await changed({
      branding: { displayName: ' ACME e-Invoice ', primaryColor: '#0f62fe' },
      defaults: { preferredFormat: 'ubl-xml', autoCompliance: { FR: true, IT: false } },
    });
    expect(first).toMatchObject({
      branding: { displayName: 'ACME e-Invoice', primaryColor: '#0F62FE', supportEmail: null },
      defaults: { preferredFormat: 'ubl-xml', autoCompliance: { FR: true, IT: false } },
      updatedAt: expect.stringMatching(/Z$/),
    });
    await changed({ branding: { supportEmail: 'support@acme.com', displayName: null } });
    await changed({ defaults: { autoCompliance: { IT: null, BE: true } } });
    expect(await read()).toMatchObject({
      branding: { displayName: null, primaryColor: '#0F62FE', supportEmail: 'support@acme.com' },
      defaults: { preferredFormat: 'ubl-xml', autoCompliance: { FR: true, BE: true } },
    });
    expect((await changed({ defaults: { autoCompliance: null } })).defaults).toEqual({
      preferredFormat: 'ubl-xml',
      autoCompliance: {},
    });
    expect(await changed({ branding: null, defaults: null })).toMatchObject(nothing);
  });

  it('200: both modes share them, organizations do not', async () => {
    await changed({ branding: { displayName: 'ACME' } });
    expect((await read(await platformKey(app, { mode: 'live' }))).branding.displayName).toBe('ACME');
    expect((await read(plain)).branding.displayName).toBeNull();
  });

  it('200: changes at the same time do not undo each other', async () => {
    const wishes = [
      { branding: { displayName: 'ACME' } },
      { branding: { primaryColor: '#000000' } },
      { branding: { supportEmail: 'a@b.example' } },
      { defaults: { autoCompliance: { FR: false } } },
      { defaults: { autoCompliance: { IT: false } } },
    ];
    await Promise.all(wishes.map((wish) => changed(wish)));
    expect(await read()).toMatchObject({
      branding: { displayName: 'ACME', primaryColor: '#000000', supportEmail: 'a@b.example' },
      defaults: { autoCompliance: { FR: false, IT: false } },
    });
  });

  it.each([
    ['/logo.svg', 'image/svg+xml', svg],
    ['/logo.png', 'image/png', png],
  ])('200: fetches %s and keeps it, whatever becomes of its server', async (path, mediaType, bytes) => {
    const logoUrl = logos.serve(path, bytes);
    const { branding } = await changed({ branding: { logoUrl } });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(branding).toMatchObject({ logoUrl, logo: { mediaType, size: bytes.length, sha256 } });
    const calls = logos.calls;
    await changed({ branding: { displayName: 'ACME' } });
    expect((await read()).branding.logo.sha256).toBe(sha256);
    expect(logos.calls).toBe(calls);
    expect((await changed({ branding: { logoUrl: null } })).branding).toMatchObject({
      displayName: 'ACME',
      logoUrl: null,
      logo: null,
    });
  });

  it('200: another image behind the same address is on record, the same one is not', async () => {
    const logoUrl = logos.serve('/changing', svg);
    for (const bytes of [svg, png, png]) {
      logos.serve('/changing', bytes);
      await changed({ branding: { logoUrl } });
    }
    const { data } = (await app.get('/platform/audit?action=platform_settings.updated&limit=2', key)).body;
    const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
    expect(data[0].changes).toEqual([{ field: 'logoSha256', from: sha256(svg), to: sha256(png) }]);
    expect(data[1].changes).toEqual([
      { field: 'logoUrl', from: null, to: logoUrl },
      { field: 'logoSha256', from: null, to: sha256(svg) },
    ]);
  });

  it('200 again for a retry with the same Idempotency-Key, although the logo is gone', async () => {
    const headers = { 'Idempotency-Key': 'settings-1' };
    const body = { branding: { logoUrl: logos.serve('/once.svg', svg) } };
    const first = await patch(body, key, headers);
    logos.serve('/once.svg', (response) => response.writeHead(410).end());
    const again = await patch(body, key, headers);
    expect([again.status, again.body, again.headers['idempotent-replayed']]).toEqual([
      200,
      first.body,
      'true',
    ]);
  });

  it.each([
    [
      { branding: { displayName: 'A\nBcc: all@example.com' } },
      [400, 'INVALID_REQUEST', 'branding.displayName'],
    ],
    [{ branding: { displayName: 'x'.repeat(61) } }, [400, 'INVALID_REQUEST', 'branding.displayName']],
    [{ branding: { displayName: '' } }, [400, 'INVALID_REQUEST', 'branding.displayName']],
    [
      { branding: { displayName: 'security@bank.example' } },
      [400, 'INVALID_REQUEST', 'branding.displayName'],
    ],
    [{ branding: { primaryColor: 'blue' } }, [400, 'INVALID_REQUEST', 'branding.primaryColor']],
    [{ branding: { primaryColor: '#0F62F' } }, [400, 'INVALID_REQUEST', 'branding.primaryColor']],
    [{ branding: { supportEmail: 'support' } }, [400, 'INVALID_REQUEST', 'branding.supportEmail']],
    [
      { branding: { supportEmail: 'a@b.example, c@d.example' } },
      [400, 'INVALID_REQUEST', 'branding.supportEmail'],
    ],
    [{ branding: { logo: 'x' } }, [400, 'INVALID_REQUEST', 'branding.logo']],
    [{ branding: 'ACME' }, [400, 'INVALID_REQUEST', 'branding']],
    [{ branding: { logoUrl: 'ftp://acme.com/logo.svg' } }, [400, 'INVALID_REQUEST', 'branding.logoUrl']],
    [{ branding: { logoUrl: 'http://acme.com/logo.svg' } }, [400, 'INVALID_REQUEST', 'branding.logoUrl']],
    [{ branding: { logoUrl: 'https://10.0.0.1/logo.svg' } }, [400, 'INVALID_REQUEST', 'branding.logoUrl']],
    [{ customDomain: 7 }, [400, 'INVALID_REQUEST', 'customDomain']],
    [{ defaults: { preferredFormat: 'cii-xml' } }, [400, 'INVALID_ENUM', 'defaults.preferredFormat']],
    [{ defaults: { autoCompliance: { DE: true } } }, [400, 'INVALID_ENUM', 'defaults.autoCompliance.DE']],
    [{ defaults: { autoCompliance: { FR: 'no' } } }, [400, 'INVALID_REQUEST', 'defaults.autoCompliance.FR']],
    [{ defaults: { autoCompliance: [] } }, [400, 'INVALID_REQUEST', 'defaults.autoCompliance']],
    [{ unknown: 1 }, [400, 'INVALID_REQUEST', 'unknown']],
  ])('%j is refused with %j, and nothing changes', async (body, expected) => {
    const before = await read();
    const mixed = { defaults: { autoCompliance: { BE: false } }, ...body };
    expect(refusal(await patch(mixed))).toEqual(expected);
    expect(await read()).toEqual(before);
  });

  it.each([
    ['what is not there', '/missing.svg', undefined, 'answered 404'],
    [
      'a redirect',
      '/moved',
      (response: any) => response.writeHead(302, { location: '/logo.svg' }).end(),
      'redirects',
    ],
    ['a page', '/page', '<html xmlns="http://www.w3.org/1999/xhtml"/>', 'neither'],
    ['a PNG by its name alone', '/fake.png', 'GIF', 'neither'],
    [
      'an SVG with a script',
      '/script.svg',
      '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
      '<script>',
    ],
    ['more than 512 KiB', '/huge.png', Buffer.concat([png, Buffer.alloc(524_288)]), 'larger than 512 KiB'],
    ['half an answer', '/half', (response: any) => (response.writeHead(200, { 'content-length': '9' }), response.write('a'), response.destroy()), 'could not be fetched'], // prettier-ignore
  ])('422 LOGO_UNUSABLE for %s, and nothing changes', async (_name, path, answer, words) => {
    await changed({ branding: { logoUrl: logos.serve('/logo.svg', svg) } });
    const logoUrl = answer ? logos.serve(path, answer) : logos.url + path;
    const before = await read();
    const answered = await patch({ branding: { logoUrl, displayName: 'Not kept' } });
    expect(refusal(answered)).toEqual([422, 'LOGO_UNUSABLE', 'branding.logoUrl']);
    expect(answered.body.error.message).toContain(words);
    expect(await read()).toEqual(before);
  });

  it('403 ENTITLEMENT_REQUIRED for branding and customDomain; nothing is fetched, nothing changes', async () => {
    const calls = logos.calls;
    const logoUrl = logos.serve('/logo.svg', svg);
    for (const body of [{ branding: { logoUrl } }, { branding: null }, { customDomain: 'a.acme.com' }]) {
      const wish = { ...body, defaults: { autoCompliance: { BE: false } } };
      expect(refusal(await patch(wish, plain))).toEqual([403, 'ENTITLEMENT_REQUIRED']);
    }
    expect(logos.calls).toBe(calls);
    expect(await read(plain)).toMatchObject(nothing);
    const allowed = await changed({ defaults: { autoCompliance: { FR: false } } }, plain);
    expect(allowed.defaults).toEqual({ preferredFormat: null, autoCompliance: { FR: false } });
  });

  it('200 for a white-label key, also when the organization has lost the entitlement since', async () => {
    const whiteLabel = await platformKey(app, { keyType: 'white_label' });
    await app.database.query(`UPDATE organizations SET entitlements = '{}'`);
    expect((await changed({ branding: { displayName: 'ACME' } }, whiteLabel)).branding.displayName).toBe(
      'ACME',
    );
    expect(refusal(await patch({ branding: null }))).toEqual([403, 'ENTITLEMENT_REQUIRED']);
    await app.database.query(
      `UPDATE organizations SET entitlements = '{white_label}' WHERE name <> 'Second organization'`,
    );
  });
});
