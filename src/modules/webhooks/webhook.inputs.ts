import { EnumField, EnumListField, TextField } from '../../core/http/fields';
import { subscribableEvents } from '../events';

const url = {
  description: 'https:// address that gets the deliveries.',
  example: 'https://example.com/hooks/flowie',
  maxLength: 2_000,
};
const events = {
  description: 'Event types to deliver, or `*` for all.',
  example: ['document.received', 'document.delivered'],
};
const description = { description: 'A note for yourself.', example: 'Production inbox', maxLength: 500 };

export class CreateWebhookInput {
  @TextField(url)
  url: string;

  @EnumListField(subscribableEvents, events)
  events: string[];

  @TextField({ ...description, optional: true })
  description?: string;
}

export class UpdateWebhookInput {
  @TextField({ ...url, optional: true })
  url?: string;

  @EnumListField(subscribableEvents, { ...events, optional: true })
  events?: string[];

  @TextField({ ...description, optional: true, nullable: true })
  description?: string | null;

  @EnumField(['active', 'disabled'], {
    description:
      '`disabled` stops deliveries; `active` resumes them, those held meanwhile first. `paused` is set by the system alone.',
    example: 'active',
    optional: true,
  })
  status?: 'active' | 'disabled';
}
