import { ObjectField } from '../../../core/http/fields';

export class ExecuteInput {
  @ObjectField(
    () => undefined,
    {},
    {
      description:
        'What the action is called with; must match its json_schema. Integers beyond 2^53 are refused: send them as texts.',
      example: { recipient: 'jane@example.com', subject: 'Welcome!', body: 'Welcome to our service!' },
    },
  )
  parameters: Record<string, unknown>;
}
