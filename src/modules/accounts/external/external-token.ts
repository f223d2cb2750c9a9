import { KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { Clock } from '../../../core/clock/clock';
import { Settings } from '../../../core/config/settings';
import { ApiError } from '../../../core/http/api-error';
import { tokenRefusal } from '../sessions/session-token';
import { contactAddressOf } from './contact-address';
import { ExternalMembership, membershipsOf } from './external-memberships';
import { Jwks } from './jwks';
import { checkSignInSettings } from './sign-in-settings';

export interface ExternalClaims {
  sub: string;
  email?: string;
  /** The same, if mail may be sent to it. */
  contactAddress?: string;
  /** The organizations that the issuer puts the user into. */
  memberships: ExternalMembership[];
}

type SigningAlgorithm = 'RS256' | 'PS256' | 'ES256';

/** Dashboard tokens of the issuer that the operator configured, if any. */
@Injectable()
export class ExternalToken {
  constructor(
    private readonly settings: Settings,
    private readonly jwks: Jwks,
    private readonly jwt: JwtService,
    private readonly clock: Clock,
  ) {
    checkSignInSettings(settings);
  }

  /** Whether the token says that the external issuer made it; who really did is for `verify`. */
  claimsToBe(token: string): boolean {
    if (!this.settings.OIDC_ISSUER) return false;
    const payload = this.jwt.decode<{ iss?: unknown } | null>(token);
    return payload?.iss === this.settings.OIDC_ISSUER;
  }

  /** Throws ApiError EXPIRED_TOKEN or INVALID_TOKEN. */
  async verify(token: string): Promise<ExternalClaims> {
    const key = await this.keyOf(token);
    const claims = await this.jwt
      .verifyAsync<Record<string, unknown>>(token, {
        publicKey: key.export({ type: 'spki', format: 'pem' }),
        algorithms: algorithmsFor(key),
        issuer: this.settings.OIDC_ISSUER,
        audience: this.settings.OIDC_AUDIENCE,
        clockTimestamp: Math.floor(this.clock.now().getTime() / 1_000),
      })
      .catch((error: unknown) => {
        throw tokenRefusal(error);
      });
    if (typeof claims.sub !== 'string' || typeof claims.exp !== 'number') throw new ApiError('INVALID_TOKEN');
    const email = typeof claims.email === 'string' ? claims.email : undefined;
    const contactAddress = contactAddressOf(claims);
    return { sub: claims.sub, email, contactAddress, memberships: membershipsOf(claims._permissions) };
  }

  private async keyOf(token: string): Promise<KeyObject> {
    const decoded = this.jwt.decode<{ header: { kid?: string } } | null>(token, { complete: true });
    const key = decoded?.header.kid === undefined ? undefined : await this.jwks.find(decoded.header.kid);
    if (!key) throw new ApiError('INVALID_TOKEN');
    return key;
  }
}

/** By the key's kind, never by the token's word: else a token could choose how it is checked. */
function algorithmsFor(key: KeyObject): SigningAlgorithm[] {
  return key.asymmetricKeyType === 'ec' ? ['ES256'] : ['RS256', 'PS256'];
}
