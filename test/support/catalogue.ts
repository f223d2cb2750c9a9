import Ajv2020, { ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { TestApp } from './app';
import { call } from './http';

/** A type of event as GET /event-types and its fixture tell of it. */
export interface ServedType {
  type: string;
  description: string;
  schema: any;
  fixture: any;
  /** The fixture as it came. */
  text: string;
  validate: ValidateFunction;
}

/** What the service publishes of its events, read as a consumer reads it. */
export async function servedCatalogue(app: TestApp): Promise<Map<string, ServedType>> {
  const ajv = new Ajv2020({ strict: true, allErrors: true });
  addFormats(ajv);
  const types = (await app.get('/event-types')).body.data as Array<Record<string, any>>;
  const served = types.map(async ({ type, description, schema, fixture: url }) => {
    const { text, body } = await call('GET', app.url + new URL(url).pathname);
    return { type, description, schema, fixture: body, text, validate: ajv.compile(schema as object) };
  });
  return new Map((await Promise.all(served)).map((entry) => [entry.type, entry]));
}

/** Every member with its kind, such as `data.sequence: number`. What is under `metadata` is the consumer's own. */
export function membersOf(value: unknown, path = ''): string[] {
  const kind = Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value;
  const own = path === '' ? [] : [`${path}: ${kind}`];
  if (typeof value !== 'object' || value === null || path.endsWith('.metadata')) return own;
  const inner = Object.entries(value).flatMap(([name, member]) =>
    membersOf(member, path === '' ? name : `${path}.${name}`),
  );
  return [...own, ...inner].sort();
}
