import { ObjectField, TextField } from '../../core/http/fields';
import { sizeProblem } from './schemas/schema-size';

const name = {
  description: 'Unique name: lower-case letters, digits and underscores.',
  example: 'send_email',
  maxLength: 100,
  pattern: /^[a-z0-9_]{1,100}$/,
  patternMeaning: 'must consist of lower-case letters, digits and underscores',
};
const description = {
  description: 'What it does, for people and for flows.',
  example: 'Send an email to a specified recipient',
  maxLength: 500,
};
const webhookUrl = {
  description: 'https:// address that is called; it must answer the test request with a 2xx.',
  example: 'https://your-server.com/actions/send_email',
  maxLength: 2_000,
  pattern: /^https?:\/\/\S+$/i,
  patternMeaning: 'must be an https:// URL',
};

const jsonSchema = {
  description:
    'JSON Schema of the parameters, draft-07, or 2020-12 where `$schema` says so; at most 64 kB, 32 levels, 2,000 objects and 1,000 characters a pattern. References to other documents are not followed.',
  example: {
    type: 'object',
    properties: { recipient: { type: 'string', description: 'Email address of the recipient' } },
    required: ['recipient'],
  },
};

export class CreateActionInput {
  @TextField(name)
  name: string;

  @TextField(description)
  description: string;

  @TextField(webhookUrl)
  webhook_url: string;

  @ObjectField(sizeProblem, {}, jsonSchema)
  json_schema: Record<string, unknown>;
}

export class UpdateActionInput {
  @TextField({
    ...name,
    description: 'Names never change: only the present one is accepted.',
    optional: true,
  })
  name?: string;

  @TextField({ ...description, optional: true })
  description?: string;

  @TextField({ ...webhookUrl, optional: true })
  webhook_url?: string;

  @ObjectField(sizeProblem, {}, { ...jsonSchema, optional: true })
  json_schema?: Record<string, unknown>;
}
