import { tenantIdOf } from './tenant-id';

it('is a version 5 UUID, the same each time, another for each organization', () => {
  const id = tenantIdOf('org_01HY7AB9C2DE3FG4HJ5KMNPQRS');
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(tenantIdOf('org_01HY7AB9C2DE3FG4HJ5KMNPQRS')).toBe(id);
  expect(tenantIdOf('org_01HY7AB9C2DE3FG4HJ5KMNPQRT')).not.toBe(id);
});
