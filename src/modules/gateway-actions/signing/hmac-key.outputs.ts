import { ApiProperty } from '@nestjs/swagger';
import { HmacKeyEntity } from './hmac-key.entity';

export class HmacKeyOutput {
  @ApiProperty({ description: 'Id of the HMAC key.', example: 'hmk_01HY7AB9C2DE3FG4HJ5KMNPQRS' })
  id: string;

  @ApiProperty({ description: 'What it is for.', example: 'Production action server' })
  name: string;

  @ApiProperty({ description: 'Its first characters, to tell it from others.', example: 'hmac_3f786850' })
  key_prefix: string;

  @ApiProperty({
    description: 'Whether it signs the calls: the newest one does, the others wait to be revoked.',
    example: true,
  })
  signs: boolean;

  @ApiProperty({ description: 'When it was made.', format: 'date-time', example: '2026-04-25T10:00:00.000Z' })
  created_at: string;
}

export class CreatedHmacKeyOutput extends HmacKeyOutput {
  @ApiProperty({
    description: 'The HMAC key, the whole text of it. Shown this once: keep it in your secret manager.',
    example: 'hmac_3f786850e387550fdab836ed7e6dc881de23001b3f786850e387550fdab836ed',
  })
  hmac_key: string;
}

export class HmacKeyListOutput {
  @ApiProperty({ description: 'Those that are not revoked, newest first.', type: [HmacKeyOutput] })
  hmac_keys: HmacKeyOutput[];
}

export class HmacKeyRevokedOutput {
  @ApiProperty({ description: 'That it is done.', example: 'HMAC key revoked successfully' })
  message: string;
}

export function toHmacKeyOutput(key: HmacKeyEntity, signs: boolean): HmacKeyOutput {
  return {
    id: key.id,
    name: key.name,
    key_prefix: key.keyPrefix,
    signs,
    created_at: key.createdAt.toISOString(),
  };
}
