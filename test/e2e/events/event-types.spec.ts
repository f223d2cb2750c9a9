import { eventTypes } from '../../../src/modules/events/catalogue';
import { documentTypes, lifecycleStatuses } from '../../../src/modules/documents/document-states';
import { TestApp } from '../../support/app';
import { servedCatalogue, ServedType } from '../../support/catalogue';

let app: TestApp;
let served: Map<string, ServedType>;

beforeAll(async () => {
  app = await TestApp.start({ PUBLIC_URL: 'https://exchange.example.com' });
  served = await servedCatalogue(app);
});
afterAll(() => app.stop());

describe('GET /event-types', () => {
  it('200 for anyone: every type with its meaning, its schema and its fixture', async () => {
    const { status, headers, body } = await app.get('/event-types');
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('public, max-age=3600');
    expect(body.data.map(({ type }: ServedType) => type)).toEqual(eventTypes);
    for (const { type, description, schema, fixture } of body.data) {
      expect(description).toMatch(/^[A-Z].*\.$/);
      expect(schema).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', title: type });
      expect(fixture).toBe(`https://exchange.example.com/exchange/v1/fixtures/${type}.json`);
    }
  });

  it('is for those too whose key is none: documentation needs no account', async () => {
    expect((await app.get('/event-types', 'flw_test_nobody')).status).toBe(200);
  });
});

describe.each(eventTypes)('the schema of %s', (type) => {
  let schema: any;
  let fixture: any;
  let accepts: (event: unknown) => boolean;

  beforeAll(() => {
    const entry = served.get(type)!;
    ({ schema, fixture } = entry);
    accepts = (event) => entry.validate(event);
  });

  it('describes each of its properties', () => {
    expect(undescribed(schema, type)).toEqual([]);
  });

  it('accepts the fixture, and the same with members that a later version adds', () => {
    expect(accepts(fixture)).toBe(true);
    const later = { ...fixture, more: 1, data: { ...fixture.data, more: { of: 'it' } } };
    expect(accepts(later)).toBe(true);
  });

  it('refuses the fixture without any one of the members that are always there', () => {
    const required = requiredPaths(schema);
    expect(required.length).toBeGreaterThan(6);
    expect(required.filter((path) => accepts(changed(fixture, path, undefined)))).toEqual([]);
  });

  it('refuses a member of another kind', () => {
    const typed = requiredPaths(schema).filter((path) => !/\.(from|to)$/.test(path));
    const another = (path: string) => (typeof valueAt(fixture, path) === 'number' ? 'seven' : 7);
    expect(typed.filter((path) => accepts(changed(fixture, path, another(path))))).toEqual([]);
  });

  it('refuses an event of another type, ids of another kind and times that are none', () => {
    expect(accepts({ ...fixture, type: 'document.vanished' })).toBe(false);
    expect(accepts({ ...fixture, id: 'doc_01HY7AB9C2DE3FG4HJ5KMNPQRS' })).toBe(false);
    expect(accepts({ ...fixture, createdAt: 'yesterday' })).toBe(false);
    expect(accepts({ ...fixture, apiVersion: '2025-01-01' })).toBe(false);
  });
});

describe('members that several types share', () => {
  it('every event of a document carries its company and its version', () => {
    const ofDocuments = [...served.values()].filter(
      ({ schema }) => 'documentId' in dataOf(schema).properties,
    );
    expect(ofDocuments).toHaveLength(8);
    for (const { schema } of ofDocuments)
      expect(dataOf(schema).required).toEqual(
        expect.arrayContaining(['documentId', 'updatedAt', 'sequence', 'company']),
      );
  });

  it('know all types of documents and all statuses', () => {
    const properties = (type: string) => dataOf(served.get(type)!.schema).properties;
    expect(properties('document.received').type.enum).toEqual(documentTypes);
    expect(properties('document.sent').type.enum).toEqual(documentTypes);
    expect(properties('lifecycle.updated').previousStatus.enum).toEqual(lifecycleStatuses);
    expect(properties('lifecycle.updated').currentStatus.enum).toEqual(lifecycleStatuses);
  });

  it('each fixture is an event of its own', () => {
    const ids = [...served.values()].map(({ fixture }) => fixture.id);
    expect(new Set(ids).size).toBe(eventTypes.length);
  });

  it("a webhook's company may be none, but never a wrong one", () => {
    const { fixture, validate } = served.get('webhook.paused')!;
    const owned = (companyId: unknown) => validate({ ...fixture, data: { ...fixture.data, companyId } });
    expect(['comp_01HY7AB9C2DE3FG4HJ5KMNPQRS', null, 'wh_01HY7AB9C2DE3FG4HJ5KMNPQRS'].map(owned)).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('a document that cannot be read is announced all the same', () => {
    const { fixture, validate } = served.get('document.received')!;
    const nameless = { ...fixture.data.sender, name: '' };
    expect(validate({ ...fixture, data: { ...fixture.data, number: '', sender: nameless } })).toBe(true);
  });
});

const dataOf = (schema: any) => schema.properties.data;

function undescribed(schema: any, path: string): string[] {
  const inner = Object.entries<any>(schema.properties ?? {}).flatMap(([name, member]) =>
    undescribed(member, `${path}.${name}`),
  );
  const items = schema.items ? undescribed(schema.items, `${path}[]`) : [];
  return [...(schema.description ? [] : [path]), ...inner, ...items];
}

/** As `data.changes.0.field`, at any depth. */
function requiredPaths(schema: any, path: string[] = []): string[] {
  const here = (schema.required ?? []).map((name: string) => [...path, name].join('.'));
  const inner = Object.entries<any>(schema.properties ?? {}).flatMap(([name, member]) =>
    requiredPaths(member, [...path, name]),
  );
  return [...here, ...inner, ...(schema.items ? requiredPaths(schema.items, [...path, '0']) : [])];
}

function valueAt(value: any, path: string): unknown {
  return path.split('.').reduce((node, name) => node[name], value);
}

function changed(value: any, path: string, member: unknown): unknown {
  const copy = structuredClone(value);
  const names = path.split('.');
  const parent = names.slice(0, -1).reduce((node, name) => node[name], copy);
  if (member === undefined) delete parent[names.at(-1)!];
  else parent[names.at(-1)!] = member;
  return copy;
}
