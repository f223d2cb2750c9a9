import { InstantField, TextField } from '../../core/http/fields';

export class CreateApiTokenInput {
  @TextField({ description: 'What it is for.', example: 'Production integration', maxLength: 100 })
  name: string;

  @InstantField({
    description: 'When it ceases to work, in the future; absent: never.',
    example: '2027-04-25T10:00:00Z',
    optional: true,
    nullable: true,
  })
  expires_at?: string | null;
}
