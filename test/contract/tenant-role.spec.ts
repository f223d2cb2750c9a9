import { Client } from 'pg';
import { migrate } from '../../src/core/database/migrate';
import { createTestDatabase } from '../support/database';

it('an owner of the database who may not grant the role is told what to ask for', async () => {
  const database = await createTestDatabase();
  const name = `plain_${database.name}`;
  const superuser = new Client({ connectionString: database.url });
  await superuser.connect();
  try {
    await superuser.query(`DROP OWNED BY flowie_tenant; DROP SCHEMA public CASCADE`);
    await superuser.query(
      `CREATE ROLE ${name} LOGIN PASSWORD 'secret'; CREATE SCHEMA public AUTHORIZATION ${name}`,
    );
    const url = new URL(database.url);
    [url.username, url.password] = [name, 'secret'];
    const advice = `GRANT flowie_tenant TO ${name};`;
    await expect(migrate(url.toString())).rejects.toThrow(advice);
    await superuser.query(advice);
    expect(await migrate(url.toString())).toContain('RowLevelSecurity1763700000025');
  } finally {
    await superuser.query(`DROP OWNED BY ${name} CASCADE; DROP ROLE ${name}`);
    await superuser.end();
    await database.drop();
  }
});
