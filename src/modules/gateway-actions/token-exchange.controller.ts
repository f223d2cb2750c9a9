import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { GatewayEndpoint } from './gateway-endpoint';
import { gatewaySessionSeconds, GatewaySessions } from './gateway-sessions';
import { TokenExchangeInput } from './token-exchange.inputs';
import { TokenExchangeOutput } from './token-exchange.outputs';

@ApiTags('Flowent gateway')
@Controller('api/v1/gateway/token')
export class TokenExchangeController {
  constructor(private readonly sessions: GatewaySessions) {}

  @Post('exchange')
  @GatewayEndpoint({
    audience: 'public',
    summary: 'Exchange an API token for a JWT',
    description: 'The JWT is valid for 24 hours, unless its API token is revoked or expires before.',
    answer: TokenExchangeOutput,
  })
  async exchange(@Body() { api_token }: TokenExchangeInput): Promise<TokenExchangeOutput> {
    return {
      jwt_token: await this.sessions.open(api_token),
      token_type: 'Bearer',
      expires_in: gatewaySessionSeconds,
    };
  }
}
