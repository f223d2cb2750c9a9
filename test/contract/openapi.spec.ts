import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from '../../src/web/documentation';
import { TestApp } from '../support/app';
import { servedCatalogue } from '../support/catalogue';
import { call } from '../support/http';

const snapshot = join(__dirname, '../../openapi/openapi.json');

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

it('the OpenAPI snapshot is what the service serves; `npm run openapi` writes it anew when a change is meant', () => {
  expect(existsSync(snapshot)).toBe(true);
  expect(JSON.parse(JSON.stringify(openApiDocument(app.app)))).toEqual(
    JSON.parse(readFileSync(snapshot, 'utf8')),
  );
});

it('every operation has a summary, a tag, and a described answer', () => {
  const { paths, webhooks } = openApiDocument(app.app);
  for (const [path, item] of [...Object.entries(paths), ...Object.entries(webhooks!)]) {
    for (const [verb, operation] of Object.entries(item) as Array<[string, Record<string, any>]>) {
      if (!/^(get|post|put|patch|delete)$/.test(verb)) continue;
      expect([path, verb, operation.summary?.length > 5, operation.tags?.length]).toEqual([
        path,
        verb,
        true,
        1,
      ]);
      const success = Object.entries<any>(operation.responses).find(([status]) => status.startsWith('2'));
      // To our webhooks it is the receiver that answers, and nobody reads more than the status.
      const described =
        path in webhooks! ||
        success?.[0] === '204' ||
        Object.values<any>(success?.[1].content ?? {})[0]?.schema !== undefined;
      expect([path, verb, described]).toEqual([path, verb, true]);
    }
  }
});

it('every property of every schema has a description', () => {
  const { components, webhooks } = openApiDocument(app.app);
  const bodies = Object.entries<any>(webhooks!).map(([type, { post }]) => [
    type,
    post.requestBody.content['application/json'].schema,
  ]);
  const schemas = { ...components!.schemas, ...Object.fromEntries(bodies) } as Record<
    string,
    { properties?: Record<string, any> }
  >;
  const bare = Object.entries(schemas).flatMap(([name, { properties }]) =>
    Object.entries(properties ?? {})
      .filter(([, property]) => !property.description)
      .map(([property]) => `${name}.${property}`),
  );
  expect(bare).toEqual([]);
});

it('speaks OpenAPI 3.1, whose schemas know no `nullable`', () => {
  const document = openApiDocument(app.app);
  expect(document.openapi).toBe('3.1.0');
  expect(JSON.stringify(document)).not.toContain('"nullable":');
  const { email } = (document.components!.schemas as any).CallerOutput.properties;
  expect(email.type).toEqual(['string', 'null']);
});

it('every type of event is a webhook, with the schema and the fixture that are served', async () => {
  const webhooks = openApiDocument(app.app).webhooks as Record<string, any>;
  const served = await servedCatalogue(app);
  expect(Object.keys(webhooks)).toEqual([...served.keys()]);
  for (const { type, schema, fixture } of served.values()) {
    const { parameters, requestBody, responses } = webhooks[type].post;
    expect(requestBody.content['application/json']).toEqual({ schema, example: fixture });
    for (const { description, example } of parameters)
      expect([Boolean(description), Boolean(example)]).toEqual([true, true]);
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['2XX', '410', '4XX', '5XX']));
  }
});

it('Swagger UI and the document are served', async () => {
  const page = await call('GET', `${app.url}/docs`);
  expect(page.status).toBe(200);
  expect(page.text).toContain('swagger-ui');
  const document = await call('GET', `${app.url}/openapi.json`);
  expect(document.body.info.title).toBe('Flowie Exchange');
});
