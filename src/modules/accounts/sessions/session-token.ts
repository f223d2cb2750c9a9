import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { Clock } from '../../../core/clock/clock';
import { Settings } from '../../../core/config/settings';
import { ApiError } from '../../../core/http/api-error';

export const sessionSeconds = 12 * 60 * 60;

const issuer = 'flowie-exchange';
const audience = 'dashboard';

export interface SessionClaims {
  /** Id of the user. */
  sub: string;
  /** Id of the session, by which it can be ended before the token expires. */
  sid: string;
}

/** Our own dashboard tokens, on the injected clock. */
@Injectable()
export class SessionToken {
  constructor(
    private readonly jwt: JwtService,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  sign({ sub, sid }: SessionClaims): Promise<string> {
    const iat = this.seconds();
    const claims = { sub, sid, iss: issuer, aud: audience, iat, exp: iat + sessionSeconds };
    return this.jwt.signAsync(claims, { algorithm: 'HS256', secret: this.settings.JWT_SECRET });
  }

  /** Throws ApiError EXPIRED_TOKEN or INVALID_TOKEN. */
  async verify(token: string): Promise<SessionClaims> {
    const options = { secret: this.settings.JWT_SECRET, algorithms: ['HS256' as const], issuer, audience };
    const claims = await this.jwt
      .verifyAsync<Partial<SessionClaims>>(token, { ...options, clockTimestamp: this.seconds() })
      .catch((error: unknown) => {
        throw tokenRefusal(error);
      });
    const { sub, sid } = claims;
    if (typeof sub !== 'string' || typeof sid !== 'string') throw new ApiError('INVALID_TOKEN');
    return { sub, sid };
  }

  private seconds(): number {
    return Math.floor(this.clock.now().getTime() / 1_000);
  }
}

export function tokenRefusal(error: unknown): ApiError {
  return new ApiError((error as Error).name === 'TokenExpiredError' ? 'EXPIRED_TOKEN' : 'INVALID_TOKEN');
}
