import { Transactions } from '../../../src/core/database/transaction';
import { JobsService } from '../../../src/core/jobs/jobs.service';
import { TestApp } from '../../support/app';
import { firstOrganizationId } from '../../support/events';
import { enqueueMail, settledMail } from '../../support/mails';

it('a worker leaves work of a newer version to that one, and does its own', async () => {
  const app = await TestApp.start();
  const organizationId = await firstOrganizationId(app);
  await app.app.get(Transactions).run((tx) =>
    app.app.get(JobsService).enqueue(tx, {
      kind: 'of a newer version',
      subjectId: 'new_1',
      organizationId,
      livemode: false,
    }),
  );
  const own = await settledMail(app, await enqueueMail(app));
  expect(own.status).toBe('sent');
  const jobs = await app.database.query(`SELECT subject_id, attempt, lease_until, last_error FROM jobs`);
  expect(jobs).toEqual([{ subject_id: 'new_1', attempt: 0, lease_until: null, last_error: null }]);
  await app.stop();
});
