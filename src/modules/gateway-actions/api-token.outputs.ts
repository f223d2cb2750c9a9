import { ApiProperty } from '@nestjs/swagger';
import { ApiTokenEntity } from './api-token.entity';

const instant = { type: String, format: 'date-time', example: '2026-04-25T10:00:00.000Z' };

export class ApiTokenOutput {
  @ApiProperty({ description: 'Id of the API token.', example: 'tok_01HY7AB9C2DE3FG4HJ5KMNPQRS' })
  id: string;

  @ApiProperty({ description: 'What it is for.', example: 'Production integration' })
  name: string;

  @ApiProperty({ description: 'Its first characters, to tell it from others.', example: 'api_3f786850' })
  token_prefix: string;

  @ApiProperty({ description: 'When it ceases to work; null: never.', nullable: true, ...instant })
  expires_at: string | null;

  @ApiProperty({ description: 'When it was last exchanged for a JWT.', nullable: true, ...instant })
  last_used_at: string | null;

  @ApiProperty({ description: 'When it was made.', ...instant })
  created_at: string;
}

export class CreatedApiTokenOutput extends ApiTokenOutput {
  @ApiProperty({
    description: 'The API token. Shown this once: keep it in your secret manager.',
    example: 'api_3f786850e387550fdab836ed7e6dc881de23001b',
  })
  api_token: string;
}

export class ApiTokenListOutput {
  @ApiProperty({ description: 'Those that are not revoked, newest first.', type: [ApiTokenOutput] })
  api_tokens: ApiTokenOutput[];
}

export class ApiTokenRevokedOutput {
  @ApiProperty({ description: 'That it is done.', example: 'API token revoked successfully' })
  message: string;
}

export function toApiTokenOutput(token: ApiTokenEntity): ApiTokenOutput {
  return {
    id: token.id,
    name: token.name,
    token_prefix: token.tokenPrefix,
    expires_at: token.expiresAt?.toISOString() ?? null,
    last_used_at: token.lastUsedAt?.toISOString() ?? null,
    created_at: token.createdAt.toISOString(),
  };
}
