import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { generateKeyPairSync, KeyObject } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { Transactions } from '../../../src/core/database/transaction';
import { OrganizationContacts } from '../../../src/core/mail/organization-contacts.port';
import { AccountsUpkeep } from '../../../src/modules/accounts/accounts-upkeep';
import { TestApp } from '../../support/app';
import { refusal } from '../../support/authentication';
import { enqueueMail } from '../../support/mails';
import { platformKey } from '../../support/scenario';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
const issuer = 'https://id.example.com/';
const audience = 'flowie';

let app: TestApp;
let issuerServer: Server;
let fetches = 0;
let published: object[];

const jwk = (key: KeyObject, kid: string) => ({ ...key.export({ format: 'jwk' }), kid, use: 'sig' });

beforeAll(async () => {
  published = [jwk(rsa.publicKey, 'rsa-1'), jwk(ec.publicKey, 'ec-1')];
  issuerServer = createServer((_request, response) => {
    fetches++;
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: published }));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => issuerServer.once('listening', resolve));
  const url = `http://127.0.0.1:${(issuerServer.address() as AddressInfo).port}/jwks`;
  app = await TestApp.start({ OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_JWKS_URL: url });
});
afterAll(async () => {
  await app.stop();
  issuerServer.close();
});

interface Wish {
  claims?: Record<string, unknown>;
  algorithm?: 'RS256' | 'PS256' | 'ES256' | 'RS512' | 'HS256';
  kid?: string;
  key?: KeyObject;
}

function token({ claims, algorithm = 'RS256', kid = 'rsa-1', key = rsa.privateKey }: Wish = {}): string {
  const now = Math.floor(app.clock.now().getTime() / 1_000);
  const payload = {
    iss: issuer,
    aud: audience,
    sub: 'auth0|1',
    email: 'eve@example.com',
    iat: now,
    exp: now + 600,
    _permissions: { org_external: ['admin'] },
    ...claims,
  };
  const secret =
    algorithm === 'HS256' ? { secret: rsa.publicKey.export({ type: 'spki', format: 'pem' }) } : {};
  const defined = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined));
  return new JwtService().sign(defined, { algorithm, keyid: kid, privateKey: key, ...secret });
}

const me = (given: string, headers?: Record<string, string>) => app.get('/me', given, headers);

describe('a token of the external issuer', () => {
  it.each([
    ['RS256', {}],
    ['PS256', { algorithm: 'PS256' }],
    ['ES256', { algorithm: 'ES256', kid: 'ec-1', key: ec.privateKey }],
  ] as Array<[string, Wish]>)('signed with %s is accepted', async (_name, wish) => {
    const { status, body } = await me(token(wish));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      organization: { id: 'org_external', name: 'org_external', entitlements: [] },
      caller: { kind: 'user', id: 'auth0|1', email: 'eve@example.com', scopes: ['*'] },
    });
  });

  it('makes keys for its organization, which is noted on first sight', async () => {
    const claims = { _permissions: { org_fresh: ['admin'] } };
    const key = await platformKey(app, { token: token({ claims }) });
    expect((await me(key)).body.organization.id).toBe('org_fresh');
  });

  it('acts for the first organization of _permissions, or for the one that the header names', async () => {
    const claims = { _permissions: { org_b: ['admin'], org_a: ['admin'], org_empty: [] } };
    const picked = async (id: string) => me(token({ claims }), { 'X-Flowie-Organization-Id': id });
    expect((await me(token({ claims }))).body.organization.id).toBe('org_b');
    expect((await picked('org_a')).body.organization.id).toBe('org_a');
    expect(refusal(await picked('org_c'))).toEqual([403, 'ORGANIZATION_FORBIDDEN']);
    expect(refusal(await picked('org_empty'))).toEqual([403, 'ORGANIZATION_FORBIDDEN']);
  });

  it.each([undefined, {}, [], 'org_external', { 'no id': ['admin'] }])(
    'with _permissions %j belongs nowhere',
    async (permissions) => {
      const answer = await me(token({ claims: { _permissions: permissions } }));
      expect(refusal(answer)).toEqual([403, 'ORGANIZATION_FORBIDDEN']);
    },
  );

  it.each([
    ['another audience', { claims: { aud: 'others' } }],
    ['no expiry', { claims: { exp: undefined } }],
    ['no subject', { claims: { sub: undefined } }],
    ['an algorithm that is not pinned', { algorithm: 'RS512' }],
    ['the public key taken for a secret', { algorithm: 'HS256' }],
    ['the key of another', { key: stranger.privateKey }],
    ['an algorithm of another kind of key', { algorithm: 'ES256', key: ec.privateKey }],
  ] as Array<[string, Wish]>)('with %s is refused', async (_name, wish) => {
    expect(refusal(await me(token(wish)))).toEqual([401, 'INVALID_TOKEN']);
  });

  it('that has expired is EXPIRED_TOKEN', async () => {
    const now = Math.floor(app.clock.now().getTime() / 1_000);
    expect(refusal(await me(token({ claims: { exp: now - 1 } })))).toEqual([401, 'EXPIRED_TOKEN']);
  });

  it('of another issuer is none of ours', async () => {
    expect(refusal(await me(token({ claims: { iss: 'https://evil.example.com/' } })))).toEqual([
      401,
      'INVALID_TOKEN',
    ]);
  });
});

describe('the keys of the external issuer', () => {
  it('are fetched again for an unknown key id, every 30 seconds at most', async () => {
    app.clock.advance({ minutes: 1 });
    await me(token());
    const before = fetches;
    const unknown = token({ kid: 'rsa-2', key: stranger.privateKey });
    await Promise.all([me(unknown), me(unknown), me(unknown)]);
    expect(fetches).toBe(before + 1);
    published.push(jwk(stranger.publicKey, 'rsa-2'));
    expect((await me(unknown)).status).toBe(401);
    app.clock.advance({ seconds: 30 });
    expect((await me(unknown)).status).toBe(200);
    expect(fetches).toBe(before + 2);
  });

  it('are fetched again after ten minutes, so that a withdrawn one ends', async () => {
    published = published.filter((key) => (key as { kid: string }).kid !== 'rsa-2');
    app.clock.advance({ minutes: 10 });
    expect((await me(token({ kid: 'rsa-2', key: stranger.privateKey }))).status).toBe(401);
    expect((await me(token())).status).toBe(200);
  });
});

describe('whom an organization of the external issuer is written to at', () => {
  const id = 'org_contacts';
  const emails = () =>
    app.app.get(Transactions).run((tx) => app.app.get(OrganizationContacts).emails(tx, id));
  const come = (sub: string, permission: string, claims: Record<string, unknown> = {}) =>
    me(
      token({
        claims: { sub, email: `${sub}@example.com`, _permissions: { [id]: [permission] }, ...claims },
      }),
    );

  it('is the addresses of those who came as owners and developers, by the latest token of each', async () => {
    await come('olga', 'admin', { email_verified: true });
    await come('dave', 'write', { email: ' Dave@Example.com ' });
    await come('vera', 'read');
    await come('una', 'admin', { email_verified: false });
    await come('nina', 'admin', { email: undefined });
    expect(await emails()).toEqual(['dave@example.com', 'olga@example.com']);
    await come('dave', 'write', { email: 'dave.berg@example.com' });
    await come('olga', 'read');
    expect(await emails()).toEqual(['dave.berg@example.com']);
    await me(token({ claims: { sub: 'dave', _permissions: { org_other: ['admin'] } } }));
    expect(await emails()).toEqual(['dave.berg@example.com']);
  });

  it('ends a year after they came last; then the log says that nobody is told', async () => {
    await come('dave', 'write');
    const comeAgain = async (days: number) => {
      app.clock.advance({ hours: days * 24 });
      await app.app.get(AccountsUpkeep).round();
    };
    await comeAgain(300);
    await come('dave', 'write');
    await comeAgain(300);
    expect(await emails()).toEqual(['dave@example.com']);
    await comeAgain(66);
    expect(await emails()).toEqual([]);
    const warn = jest.spyOn(Logger.prototype, 'warn');
    try {
      expect(await enqueueMail(app, { organizationId: id, to: await emails() })).toBeUndefined();
      expect(warn).toHaveBeenCalledWith(
        { organization: id, subject: 'A webhook is paused' },
        'an organization has nobody to write to',
      );
    } finally {
      warn.mockRestore();
    }
  });
});
