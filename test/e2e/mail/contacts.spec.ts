import { Transactions } from '../../../src/core/database/transaction';
import { OrganizationContacts } from '../../../src/core/mail/organization-contacts.port';
import { admin, TestApp } from '../../support/app';
import { firstOrganizationId } from '../../support/events';
import { secondOrganization } from '../../support/scenario';

it("an organization's contacts are its owners and developers, not its viewers, nor another's", async () => {
  const app = await TestApp.start();
  const organizationId = await firstOrganizationId(app);
  await secondOrganization(app);
  for (const role of ['developer', 'viewer']) {
    await app.database.query(
      `WITH colleague AS (
         INSERT INTO users (id, email, password_hash, created_at) VALUES ('usr_' || $1, $1 || '@example.com', '-', now()) RETURNING id
       ) INSERT INTO memberships (user_id, organization_id, role) SELECT id, $2, $1 FROM colleague`,
      [role, organizationId],
    );
  }
  const emailsOf = (id: string) =>
    app.app.get(Transactions).run((tx) => app.app.get(OrganizationContacts).emails(tx, id));
  expect((await emailsOf(organizationId)).sort()).toEqual([admin.email, 'developer@example.com']);
  expect(await emailsOf('org_unknown')).toEqual([]);
  await app.stop();
});
