import { openApiDocument } from '../../src/web/documentation';
import { TestApp } from './app';

/** A route, as the service documents it. */
export interface Operation {
  /** `GET /exchange/v1/documents/{id}` */
  route: string;
  method: string;
  path: string;
  parameters: string[];
  /** What of the query may be filtered by. */
  filters: string[];
  /** A body made of the documented examples; undefined where there is none. */
  example?: Record<string, unknown>;
}

export function operationsOf({ app }: TestApp): Operation[] {
  const { paths, components } = openApiDocument(app) as any;
  const exampleOf = (given: any): unknown => {
    const schema = given.$ref ? components.schemas[given.$ref.split('/').at(-1)] : given;
    if (schema.example !== undefined) return schema.example;
    if (schema.allOf) return exampleOf(schema.allOf[0]);
    if (schema.enum) return schema.enum[0];
    if (!schema.properties) return undefined;
    const required = (schema.required ?? []) as string[];
    return Object.fromEntries(required.map((name) => [name, exampleOf(schema.properties[name])]));
  };
  return Object.entries<any>(paths).flatMap(([path, item]) =>
    Object.entries<any>(item)
      .filter(([verb]) => /^(get|post|put|patch|delete)$/.test(verb))
      .map(([verb, { parameters = [], requestBody }]) => {
        const content = Object.values<any>(requestBody?.content ?? {})[0];
        return {
          route: `${verb.toUpperCase()} ${path}`,
          method: verb.toUpperCase(),
          path,
          parameters: [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!),
          filters: parameters.filter((one: any) => one.in === 'query').map((one: any) => one.name as string),
          example: content && (exampleOf(content.schema) as Record<string, unknown>),
        };
      }),
  );
}
