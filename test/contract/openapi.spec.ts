import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from '../../src/web/documentation';
import { TestApp } from '../support/app';
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
  const { paths } = openApiDocument(app.app);
  for (const [path, item] of Object.entries(paths)) {
    for (const [verb, operation] of Object.entries(item) as Array<[string, Record<string, any>]>) {
      if (!/^(get|post|put|patch|delete)$/.test(verb)) continue;
      expect([path, verb, operation.summary?.length > 5, operation.tags?.length]).toEqual([
        path,
        verb,
        true,
        1,
      ]);
      const success = Object.entries<any>(operation.responses).find(([status]) => status.startsWith('2'));
      const described =
        success?.[0] === '204' || Object.values<any>(success?.[1].content ?? {})[0]?.schema !== undefined;
      expect([path, verb, described]).toEqual([path, verb, true]);
    }
  }
});

it('every property of every schema has a description', () => {
  const schemas = openApiDocument(app.app).components!.schemas as Record<
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

it('Swagger UI and the document are served', async () => {
  const page = await call('GET', `${app.url}/docs`);
  expect(page.status).toBe(200);
  expect(page.text).toContain('swagger-ui');
  const document = await call('GET', `${app.url}/openapi.json`);
  expect(document.body.info.title).toBe('Flowie Exchange');
});
