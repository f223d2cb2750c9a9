import { AccountsService } from '../../../src/modules/accounts';
import { admin, TestApp } from '../../support/app';
import { call } from '../../support/http';

const organizations = (app: TestApp) => app.database.query('SELECT name, entitlements FROM organizations');

describe('the first start', () => {
  it('makes one organization with its owner, however many processes start at once', async () => {
    const app = await TestApp.start();
    const accounts = app.app.get(AccountsService);
    await app.database.query('TRUNCATE organizations, users, memberships CASCADE');
    const attempts = Array.from({ length: 5 }, () =>
      accounts.createFirstOrganization('My organization', admin, ['white_label']),
    );
    expect((await Promise.all(attempts)).filter(Boolean)).toHaveLength(1);
    expect(await organizations(app)).toEqual([{ name: 'My organization', entitlements: ['white_label'] }]);
    await app.stop();
  });

  it('prints a generated password once, in two lines', async () => {
    const written: string[] = [];
    const spy = jest
      .spyOn(process.stdout, 'write')
      .mockImplementation((text) => written.push(String(text)) > 0);
    const app = await TestApp.start({ ADMIN_PASSWORD: '' }).finally(() => spy.mockRestore());
    const message = written
      .join('')
      .split('\n')
      .filter((line) => line.startsWith('***'));
    expect(message).toHaveLength(2);
    const password = /with the password (\S+)$/.exec(message[0]!)![1]!;
    expect((await app.post('/auth/login', undefined, { email: admin.email, password })).status).toBe(200);
    await app.stop();
  });

  it('is not for workers', async () => {
    const app = await TestApp.start({ ROLE: 'worker' });
    expect((await call('GET', `${app.url}/health/readiness`)).status).toBe(200);
    expect(await organizations(app)).toEqual([]);
    await app.stop();
  });
});
