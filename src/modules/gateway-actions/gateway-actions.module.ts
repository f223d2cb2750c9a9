import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { ActionProbe } from './action-probe';
import { ActionsController } from './actions.controller';
import { ApiTokensController } from './api-tokens.controller';
import { ApiTokensRepository } from './api-tokens.repository';
import { ApiTokensService } from './api-tokens.service';
import { CredentialAudit } from './credential-audit';
import { ExecutionLogService } from './execution/execution-log.service';
import { ExecutionSlots } from './execution/execution-slots';
import { ExecutionUpkeep } from './execution/execution-upkeep';
import { ExecutionsController } from './execution/executions.controller';
import { ExecutionsRepository } from './execution/executions.repository';
import { ExecutionsService } from './execution/executions.service';
import { GatewayClient } from './execution/gateway-client';
import { GatewayActionsRepository } from './gateway-actions.repository';
import { GatewayActionsService } from './gateway-actions.service';
import { GatewayEdge } from './gateway-edge';
import { GatewaySessions } from './gateway-sessions';
import { SchemaWorkers } from './schemas/schema-workers';
import { HmacKeysController } from './signing/hmac-keys.controller';
import { HmacKeysRepository } from './signing/hmac-keys.repository';
import { HmacKeysService } from './signing/hmac-keys.service';
import { TokenExchangeController } from './token-exchange.controller';

@Module({
  // No secret here: each kind of token brings its own key, so none is ever checked with another kind's.
  imports: [JwtModule.register({})],
  controllers: [
    ExecutionsController,
    TokenExchangeController,
    ActionsController,
    ApiTokensController,
    HmacKeysController,
  ],
  providers: [
    GatewayActionsRepository,
    GatewayActionsService,
    ActionProbe,
    SchemaWorkers,
    GatewayClient,
    ExecutionsRepository,
    ExecutionSlots,
    ExecutionsService,
    ExecutionLogService,
    ExecutionUpkeep,
    ApiTokensRepository,
    CredentialAudit,
    ApiTokensService,
    HmacKeysRepository,
    HmacKeysService,
    GatewaySessions,
    GatewayEdge,
  ],
})
export class GatewayActionsModule {}
