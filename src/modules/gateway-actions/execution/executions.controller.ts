import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import { Response } from 'express';
import { PageQuery } from '../../../core/http/page';
import { CurrentGatewayCaller, GatewayCaller } from '../gateway-caller';
import { GatewayEndpoint } from '../gateway-endpoint';
import {
  actionNotFound,
  executionNotFound,
  executionRunning,
  keyReused,
  rateLimited,
} from '../gateway-errors';
import { ExecutionLogService } from './execution-log.service';
import { CurrentExecutionRequest, ExecutionRequest } from './execution-request';
import { ExecuteInput } from './execution.inputs';
import { ExecutedOutput, ExecutionDetailOutput, ExecutionListOutput } from './execution.outputs';
import { ExecutionsService } from './executions.service';

@ApiTags('Flowent gateway')
@Controller('api/v1/gateway')
export class ExecutionsController {
  constructor(
    private readonly executions: ExecutionsService,
    private readonly log: ExecutionLogService,
  ) {}

  @Post('actions/:name/execute')
  @ApiHeader({
    name: 'Idempotency-Key',
    description: 'Makes a retry safe: the same key within 24 hours gives the same answer and no second call.',
    required: false,
    example: 'conversation-42-step-7',
  })
  @GatewayEndpoint({
    audience: 'gateway',
    summary: 'Execute an action',
    description:
      'Checks the parameters against the json_schema and calls the endpoint, signed, for 30 seconds at most. Whatever the endpoint does wrong is ' +
      'a 200 with `error`: the flow takes its else branch. Nothing is tried again by itself.',
    answer: ExecutedOutput,
    errors: [actionNotFound(), executionRunning(1), keyReused(), rateLimited(1)],
  })
  async execute(
    @CurrentGatewayCaller() { organizationId }: GatewayCaller,
    @Param('name') name: string,
    @Body() { parameters }: ExecuteInput,
    @CurrentExecutionRequest() request: ExecutionRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ExecutedOutput> {
    const { output, isReplayed } = await this.executions.execute(organizationId, name, parameters, request);
    if (isReplayed) response.setHeader('Idempotent-Replayed', 'true');
    return output;
  }

  @Get('actions/:name/executions')
  @GatewayEndpoint({
    audience: 'gateway',
    summary: 'List the executions of an action',
    answer: ExecutionListOutput,
    errors: [actionNotFound()],
  })
  list(
    @CurrentGatewayCaller() { organizationId }: GatewayCaller,
    @Param('name') name: string,
    @Query() query: PageQuery,
  ): Promise<ExecutionListOutput> {
    return this.log.list(organizationId, name, query);
  }

  @Get('executions/:id')
  @GatewayEndpoint({
    audience: 'gateway',
    summary: 'Get an execution as it was sent and answered',
    answer: ExecutionDetailOutput,
    errors: [executionNotFound()],
  })
  get(
    @CurrentGatewayCaller() { organizationId }: GatewayCaller,
    @Param('id') id: string,
  ): Promise<ExecutionDetailOutput> {
    return this.log.get(organizationId, id);
  }
}
