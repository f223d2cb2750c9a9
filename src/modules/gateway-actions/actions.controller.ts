import { Body, Controller, Delete, Get, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CreateActionInput, UpdateActionInput } from './action.inputs';
import { ActionAnswerOutput, ActionDeletedOutput, ActionListOutput } from './action.outputs';
import { GatewayActionsService } from './gateway-actions.service';
import { CurrentGatewayCaller, GatewayCaller } from './gateway-caller';
import { GatewayEndpoint } from './gateway-endpoint';
import { actionExists, actionInvalid, actionNotFound, tooManyActions } from './gateway-errors';

const refusals = [
  actionInvalid('webhook endpoint returned status 500'),
  actionInvalid('timed out'),
  actionInvalid('connection refused'),
  actionInvalid('address not allowed'),
];

@ApiTags('Flowent gateway')
@Controller('api/v1/gateway/actions')
export class ActionsController {
  constructor(private readonly actions: GatewayActionsService) {}

  @Post()
  @GatewayEndpoint({
    audience: 'gateway',
    summary: 'Register an action',
    description:
      'Sends a test request (`"test": true`) to the endpoint first, which must answer with a 2xx; nothing is stored otherwise.',
    status: 201,
    answer: ActionAnswerOutput,
    errors: [...refusals, tooManyActions(100), actionExists('send_email')],
  })
  register(
    @CurrentGatewayCaller() { organizationId }: GatewayCaller,
    @Body() input: CreateActionInput,
  ): Promise<ActionAnswerOutput> {
    return this.actions.register(organizationId, input);
  }

  @Get()
  @GatewayEndpoint({ audience: 'gateway', summary: 'List actions', answer: ActionListOutput })
  list(@CurrentGatewayCaller() { organizationId }: GatewayCaller): Promise<ActionListOutput> {
    return this.actions.list(organizationId);
  }

  @Get(':name')
  @GatewayEndpoint({
    audience: 'gateway',
    summary: 'Get an action',
    answer: ActionAnswerOutput,
    errors: [actionNotFound()],
  })
  get(
    @CurrentGatewayCaller() { organizationId }: GatewayCaller,
    @Param('name') name: string,
  ): Promise<ActionAnswerOutput> {
    return this.actions.get(organizationId, name);
  }

  @Put(':name')
  @GatewayEndpoint({
    audience: 'gateway',
    summary: 'Update an action',
    description: 'Partial: absent fields stay as they are. A new webhook_url is tested like at registration.',
    answer: ActionAnswerOutput,
    errors: [...refusals, actionNotFound()],
  })
  update(
    @CurrentGatewayCaller() { organizationId }: GatewayCaller,
    @Param('name') name: string,
    @Body() input: UpdateActionInput,
  ): Promise<ActionAnswerOutput> {
    return this.actions.update(organizationId, name, input);
  }

  @Delete(':name')
  @GatewayEndpoint({
    audience: 'gateway',
    summary: 'Delete an action',
    answer: ActionDeletedOutput,
    errors: [actionNotFound()],
  })
  async delete(
    @CurrentGatewayCaller() { organizationId }: GatewayCaller,
    @Param('name') name: string,
  ): Promise<ActionDeletedOutput> {
    await this.actions.delete(organizationId, name);
    return { message: 'Action deleted successfully' };
  }
}
