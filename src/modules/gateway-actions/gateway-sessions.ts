import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { Clock } from '../../core/clock/clock';
import { Settings } from '../../core/config/settings';
import { ApiTokensService } from './api-tokens.service';
import { GatewayCaller } from './gateway-caller';
import { invalidToken } from './gateway-errors';
import { JwtKey, readJwtKeys, unnamedKey } from './jwt-keys';
import { tenantIdOf } from './tenant-id';

export const gatewaySessionSeconds = 24 * 60 * 60;

const issuer = 'flowie-exchange';
const audience = 'gateway';

/** The JWTs that API tokens are exchanged for, on the injected clock. A JWT is worth no more than the API token behind it. */
@Injectable()
export class GatewaySessions {
  private readonly keys: JwtKey[];

  constructor(
    private readonly apiTokens: ApiTokensService,
    private readonly jwt: JwtService,
    private readonly clock: Clock,
    settings: Settings,
  ) {
    this.keys = readJwtKeys(settings);
  }

  async open(apiToken: string): Promise<string> {
    const { apiTokenId, organizationId } = await this.apiTokens.use(apiToken);
    const iat = this.seconds();
    const claims = {
      sub: apiTokenId,
      tenant_id: tenantIdOf(organizationId),
      iss: issuer,
      aud: audience,
      iat,
      exp: iat + gatewaySessionSeconds,
    };
    const { id, secret } = this.keys[0]!;
    return this.jwt.signAsync(claims, {
      algorithm: 'HS256',
      secret,
      ...(id !== unnamedKey && { keyid: id }),
    });
  }

  /** Asks for the API token at each request, so that revoking it ends its JWTs at once. */
  async verify(token: string): Promise<GatewayCaller> {
    const caller = await this.apiTokens.caller(await this.subject(token));
    if (!caller) throw invalidToken();
    return caller;
  }

  private async subject(token: string): Promise<string> {
    const key = this.keyOf(token);
    if (!key) throw invalidToken();
    const options = { secret: key.secret, algorithms: ['HS256' as const], issuer, audience };
    const verified = this.jwt.verifyAsync<{ sub: string }>(token, {
      ...options,
      clockTimestamp: this.seconds(),
    });
    return verified.then(
      ({ sub }) => sub,
      () => Promise.reject(invalidToken()),
    );
  }

  /** The key that the token names; one that is no longer listed opens nothing. */
  private keyOf(token: string): JwtKey | undefined {
    const { header } = this.jwt.decode<{ header?: { kid?: string } } | null>(token, { complete: true }) ?? {};
    return this.keys.find(({ id }) => id === (header?.kid ?? unnamedKey));
  }

  private seconds(): number {
    return Math.floor(this.clock.now().getTime() / 1_000);
  }
}
