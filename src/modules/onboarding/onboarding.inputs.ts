import { Scope, scopes } from '../../core/auth/scopes';
import { EnumListField, NestedField, TextField } from '../../core/http/fields';
import { CreateCompanyInput } from '../companies';
import { eventTypeNames } from '../webhooks';

class TenantWebhookInput {
  @TextField({
    description: "https:// address that gets the tenant's events.",
    example: 'https://yourplatform.com/hooks/flowie?tenant=t_acme',
    maxLength: 2_000,
  })
  url: string;

  @EnumListField(eventTypeNames, {
    description: 'Event types to deliver, or `*` for all.',
    example: ['document.received', 'document.delivered', 'document.failed', 'lifecycle.updated'],
  })
  events: string[];
}

class TenantKeyInput {
  @TextField({ description: 'A name to recognise it by.', example: 'tenant-acme', maxLength: 100 })
  name: string;

  @EnumListField(scopes, {
    description: 'What it may do, within what your platform key may.',
    example: ['send', 'receive', 'documents.read', 'documents.write', 'lifecycle'],
  })
  scopes: Scope[];
}

export class OnboardInput extends CreateCompanyInput {
  @NestedField(() => TenantWebhookInput, { description: "A webhook of the tenant's own.", optional: true })
  webhook?: TenantWebhookInput;

  @NestedField(() => TenantKeyInput, { description: 'A key for the tenant to call us with.', optional: true })
  apiKey?: TenantKeyInput;
}
