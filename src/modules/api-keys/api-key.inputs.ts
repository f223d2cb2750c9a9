import { KeyType, keyTypes, Scope, scopes } from '../../core/auth/scopes';
import { EnumField, EnumListField, InstantField, TextField, WholeField } from '../../core/http/fields';

const weekSeconds = 7 * 24 * 60 * 60;

export class CreatePlatformApiKeyInput {
  @TextField({ description: 'A name to recognise it by.', example: 'tenant-acme', maxLength: 100 })
  name: string;

  @EnumListField(scopes, {
    description: 'What it may do, within what its maker may; a list with `*` means all.',
    example: ['send', 'receive', 'documents.read'],
  })
  scopes: Scope[];

  @EnumField(keyTypes, {
    description:
      '`personal`: a tenant key, for one company. `platform` opens /platform. `white_label` also opens branding.',
    example: 'personal',
  })
  keyType: KeyType;

  @TextField({
    description: 'The company that a personal key acts for; required there, not allowed elsewhere.',
    example: 'comp_01HY7AB9C2DE3FG4HJ5KMNPQRS',
    maxLength: 100,
    optional: true,
  })
  companyId?: string;

  @InstantField({
    description: 'From then on the key is refused; without it, it does not expire.',
    example: '2027-04-25T10:00:00Z',
    optional: true,
    nullable: true,
  })
  expiresAt?: string | null;
}

export class CreateApiKeyInput extends CreatePlatformApiKeyInput {
  @EnumField(['test', 'live'], {
    description: "Which of the two worlds it belongs to; the deployment's default when absent.",
    example: 'test',
    optional: true,
  })
  mode?: 'test' | 'live';
}

export class RotateApiKeyInput {
  @WholeField({
    description: 'How long the old key stays valid, in seconds: at most seven days.',
    example: 86_400,
    minimum: 0,
    maximum: weekSeconds,
    optional: true,
  })
  overlapSeconds: number = 0;
}
