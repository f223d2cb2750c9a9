import { TestApp } from './app';
import { Answer } from './http';
import { onboard, platformKey, signIn } from './scenario';

interface Route {
  method: string;
  path: string;
  /** Who may call it: only users, only platform keys, or both and tenant keys too. */
  caller: 'dashboard' | 'platform' | 'member';
}

/** The refusals that a route shares with all others of its kind of caller. Paths need not exist: guards come first. */
export function itAuthenticates(running: () => TestApp, { method, path, caller }: Route): void {
  const send = async (key?: string, headers?: Record<string, string>) => {
    const body = method === 'GET' ? undefined : {};
    return refusal(await running().exchange(method, path, { key, headers, body }));
  };

  it('401 MISSING_AUTH without a key', async () => {
    expect(await send()).toEqual([401, 'MISSING_AUTH']);
  });

  it('401 INVALID_TOKEN with what nobody gave out', async () => {
    const header = (authorization: string) => send(undefined, { authorization });
    expect(await send(`flw_plat_test_${'A'.repeat(30)}`)).toEqual([401, 'INVALID_TOKEN']);
    expect(await send('a.b.c')).toEqual([401, 'INVALID_TOKEN']);
    expect(await header('Basic YTpi')).toEqual([401, 'INVALID_TOKEN']);
  });

  it('401 EXPIRED_TOKEN', async () => {
    const app = running();
    const token = await signIn(app);
    const expiresAt = new Date(app.clock.now().getTime() + 60_000).toISOString();
    const { body } = await app.post('/api-keys', token, {
      name: 'short',
      scopes: ['*'],
      keyType: 'platform',
      expiresAt,
    });
    app.clock.advance({ hours: 13 });
    expect(await send(body.key as string)).toEqual([401, 'EXPIRED_TOKEN']);
    expect(await send(token)).toEqual([401, 'EXPIRED_TOKEN']);
  });

  it('401 REVOKED_KEY from the moment of its revocation', async () => {
    const app = running();
    const token = await signIn(app);
    const { body } = await app.post('/api-keys', token, { name: 'gone', scopes: ['*'], keyType: 'platform' });
    expect((await app.get('/me', body.key as string)).status).toBe(200);
    await app.exchange('DELETE', `/api-keys/${body.id}`, { key: token });
    expect(await send(body.key as string)).toEqual([401, 'REVOKED_KEY']);
  });

  if (caller !== 'platform') {
    it('403 ORGANIZATION_FORBIDDEN for a user who names an organization that is not theirs', async () => {
      const headers = { 'X-Flowie-Organization-Id': 'org_foreign' };
      expect(await send(await signIn(running()), headers)).toEqual([403, 'ORGANIZATION_FORBIDDEN']);
    });
  }

  if (caller === 'dashboard') {
    it('403 INSUFFICIENT_SCOPE for a platform key', async () => {
      expect(await send(await platformKey(running()))).toEqual([403, 'INSUFFICIENT_SCOPE']);
    });
  }

  if (caller === 'platform') {
    it('403 INSUFFICIENT_SCOPE for a tenant key, whatever its scopes, and for a user', async () => {
      const { apiKey } = await onboard(running(), await platformKey(running()));
      expect(await send(apiKey.key)).toEqual([403, 'INSUFFICIENT_SCOPE']);
      expect(await send(await signIn(running()))).toEqual([403, 'INSUFFICIENT_SCOPE']);
    });
  }
}

/** Status, code and, where there is one, the field of an error. */
export function refusal({ status, body }: Answer): [number, string, string?] {
  const { code, details } = body.error as { code: string; details?: Array<{ field: string }> };
  return details?.[0] ? [status, code, details[0].field] : [status, code];
}
