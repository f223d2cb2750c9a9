import { createPublicKey, JsonWebKey, KeyObject } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../../core/clock/clock';
import { Settings } from '../../../core/config/settings';
import { getTrustedJson } from '../../../core/outbound/trusted-json';

const lifetimeMilliseconds = 10 * 60_000;
/** A token may name any key, so a key that is not known leads to the issuer this often at most. */
const pauseMilliseconds = 30_000;

/** The public keys of the external issuer, fetched when they are needed. */
@Injectable()
export class Jwks {
  private readonly logger = new Logger('Jwks');
  private keys = new Map<string, KeyObject>();
  private fetchedAt = -Infinity;
  private triedAt = -Infinity;
  private fetching?: Promise<void>;

  constructor(
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** The key of that id, if the issuer has it. While the issuer does not answer, keys it gave before stay good. */
  async find(keyId: string): Promise<KeyObject | undefined> {
    const now = this.clock.now().getTime();
    const stale = now - this.fetchedAt >= lifetimeMilliseconds;
    const rested = now - this.triedAt >= pauseMilliseconds;
    if (rested && (stale || !this.keys.has(keyId))) {
      this.triedAt = now;
      this.fetching = this.fetch(now).finally(() => (this.fetching = undefined));
    }
    await this.fetching;
    return this.keys.get(keyId);
  }

  private async fetch(now: number): Promise<void> {
    try {
      this.keys = keysOf(await getTrustedJson(this.settings.OIDC_JWKS_URL));
      this.fetchedAt = now;
    } catch (error) {
      this.logger.error({ err: error as Error }, "the external issuer's keys could not be fetched");
    }
  }
}

/** Keys for signatures by their id; entries of a kind that we do not know are passed over, as RFC 7517 asks. */
export function keysOf(document: unknown): Map<string, KeyObject> {
  const { keys } = document as { keys?: unknown };
  if (!Array.isArray(keys)) throw new Error('the answer is not a JSON Web Key Set');
  const found = new Map<string, KeyObject>();
  for (const jwk of keys as Array<JsonWebKey & { kid?: string; use?: string }>) {
    const key = jwk.use === 'enc' ? undefined : publicKeyOf(jwk);
    if (typeof jwk.kid === 'string' && key) found.set(jwk.kid, key);
  }
  return found;
}

function publicKeyOf(jwk: JsonWebKey): KeyObject | undefined {
  if (jwk.kty !== 'RSA' && jwk.kty !== 'EC') return undefined;
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    return undefined;
  }
}
