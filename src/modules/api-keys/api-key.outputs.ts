import { ApiProperty } from '@nestjs/swagger';
import { keyTypes, scopes } from '../../core/auth/scopes';
import { PageOutput } from '../../core/http/page';
import { ApiKeyEntity } from './api-key.entity';

const instant = { type: String, format: 'date-time', nullable: true } as const;

export class ApiKeyOutput {
  @ApiProperty({ description: 'Id of the key.', example: 'key_01HY7AB9C2DE3FG4HJ5KMNPQRS' })
  id: string;

  @ApiProperty({ description: 'Its first characters, to recognise it by.', example: 'flw_plat_test_AbC' })
  keyPrefix: string;

  @ApiProperty({ description: 'Its name.', example: 'my-platform' })
  name: string;

  @ApiProperty({ description: 'What kind of key it is.', enum: keyTypes, example: 'platform' })
  keyType: string;

  @ApiProperty({ description: 'What it may do.', enum: scopes, isArray: true, example: ['*'] })
  scopes: string[];

  @ApiProperty({
    description: 'The company it acts for; only personal keys have one.',
    example: 'comp_01HY7AB9C2DE3FG4HJ5KMNPQRS',
    required: false,
  })
  companyId?: string;

  @ApiProperty({ description: 'Live or test.', example: false })
  livemode: boolean;

  @ApiProperty({ ...instant, description: 'From then on it is refused; null: never.', example: null })
  expiresAt: string | null;

  @ApiProperty({ ...instant, description: 'When it was revoked.', example: null })
  revokedAt: string | null;

  @ApiProperty({ ...instant, description: 'When it was last used, to the minute.', example: null })
  lastUsedAt: string | null;

  @ApiProperty({ description: 'When it was made.', format: 'date-time', example: '2026-04-25T10:00:00.000Z' })
  createdAt: string;
}

export class CreatedApiKeyOutput extends ApiKeyOutput {
  @ApiProperty({
    description: 'The key itself. Shown this once: keep it in your secret manager.',
    example: 'flw_plat_test_AbC1dEf2GhI3jKl4MnO5pQr6StU7vW',
  })
  key: string;
}

export class ApiKeyPageOutput extends PageOutput {
  @ApiProperty({ description: 'Newest first, revoked ones too.', type: [ApiKeyOutput] })
  data: ApiKeyOutput[];
}

export function toApiKeyOutput(key: ApiKeyEntity): ApiKeyOutput {
  return {
    id: key.id,
    keyPrefix: key.keyPrefix,
    name: key.name,
    keyType: key.keyType,
    scopes: key.scopes,
    ...(key.companyId !== null && { companyId: key.companyId }),
    livemode: key.livemode,
    expiresAt: key.expiresAt?.toISOString() ?? null,
    revokedAt: key.revokedAt?.toISOString() ?? null,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    createdAt: key.createdAt.toISOString(),
  };
}
