/** Building blocks of the schema: a subset of JSON Schema that OpenAPI 3.0 shows too, and formats of shape-formats.ts. */
export type Schema = Record<string, unknown>;

export const text = (description: string, example: string, maxLength = 200): Schema => ({
  type: 'string',
  format: 'text',
  minLength: 1,
  maxLength,
  description,
  example,
});
export const formatted = (format: string, description: string, example: string): Schema => ({
  type: 'string',
  format,
  description,
  example,
});
export const date = (description: string, example: string) => formatted('date', description, example);
export const decimal = (description: string, example: string): Schema => ({
  type: 'string',
  format: 'decimal',
  description: `${description} A number or, better, a text: texts keep every digit.`,
  example,
});
export const list = (items: Schema, maxItems: number, description: string): Schema => ({
  type: 'array',
  items,
  maxItems,
  description,
});
export const record = (
  description: string,
  properties: Record<string, Schema>,
  required: string[] = [],
): Schema => ({
  type: 'object',
  description,
  properties,
  ...(required.length > 0 && { required }),
  additionalProperties: false,
});

export const identifier = (description: string, scheme: string, value: string) =>
  record(
    description,
    {
      scheme: text('Code of the scheme (ISO 6523 ICD).', scheme, 10),
      value: text('The identifier.', value),
    },
    ['value'],
  );

/** A participant is found by both parts, so neither may be missing (BR-62, BR-63). */
export const endpoint = (description: string, scheme: string, value: string) =>
  record(
    description,
    {
      scheme: formatted('participant-scheme', 'EAS code of the scheme.', scheme),
      value: text('The identifier in that scheme.', value, 130),
    },
    ['scheme', 'value'],
  );
