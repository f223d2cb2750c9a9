import { ApiProperty } from '@nestjs/swagger';
import { ActionEntity } from './action.entity';
import { tenantIdOf } from './tenant-id';

const instant = { format: 'date-time', example: '2026-04-25T10:00:00.000Z' };

class ActionOutput {
  @ApiProperty({
    description: 'Id of the action.',
    format: 'uuid',
    example: '2b3f6a52-6f0b-4f0e-9a0e-3c9f8f6f2a11',
  })
  id: string;

  @ApiProperty({
    description: 'The tenant it belongs to.',
    format: 'uuid',
    example: '0d1f1a52-6f0b-5f0e-9a0e-3c9f8f6f2a11',
  })
  tenant_id: string;

  @ApiProperty({ description: 'Unique name.', example: 'send_email' })
  name: string;

  @ApiProperty({ description: 'What it does.', example: 'Send an email to a specified recipient' })
  description: string;

  @ApiProperty({
    description: 'JSON Schema of the parameters, as registered.',
    type: 'object',
    additionalProperties: true,
    example: { type: 'object', properties: { recipient: { type: 'string' } }, required: ['recipient'] },
  })
  json_schema: object;

  @ApiProperty({
    description: 'Address that is called.',
    example: 'https://your-server.com/actions/send_email',
  })
  webhook_url: string;

  @ApiProperty({ description: 'When it was registered.', ...instant })
  created_at: string;

  @ApiProperty({ description: 'When it last changed.', ...instant })
  updated_at: string;
}

export class ActionAnswerOutput {
  @ApiProperty({ description: 'The action.' })
  action: ActionOutput;
}

export class ActionListOutput {
  @ApiProperty({ description: 'All actions of the tenant, by name.', type: [ActionOutput] })
  actions: ActionOutput[];
}

export class ActionDeletedOutput {
  @ApiProperty({ description: 'That it is done.', example: 'Action deleted successfully' })
  message: string;
}

export function toActionOutput(action: ActionEntity): ActionOutput {
  return {
    id: action.id,
    tenant_id: tenantIdOf(action.organizationId),
    name: action.name,
    description: action.description,
    json_schema: action.jsonSchema,
    webhook_url: action.webhookUrl,
    created_at: action.createdAt.toISOString(),
    updated_at: action.updatedAt.toISOString(),
  };
}
