import { TestApp } from '../../support/app';
import { refusal } from '../../support/authentication';
import { sendBody } from '../../support/invoices';
import { onboard, platformKey } from '../../support/scenario';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

describe('POST /documents/send in live mode', () => {
  it('400 for a recipient that the network cannot know, with what was probably meant; 202 for any other', async () => {
    const live = await platformKey(app, { mode: 'live' });
    const { apiKey } = await onboard(app, live, { vatNumber: 'FR86797978996' });
    const send = (to: string) => app.post('/documents/send', apiKey.key, sendBody({ to }));
    const wrong = await send('0009:FR86797978996');
    expect(refusal(wrong)).toEqual([400, 'INVALID_PARTICIPANT_ID', 'to']);
    expect(wrong.body.error.details[0].message).toBe(
      '0009 is SIRET, 14 digits; did you mean 0225:797978996?',
    );
    expect(refusal(await send('0208:0123456789'))).toEqual([400, 'INVALID_PARTICIPANT_ID', 'to']);
    expect((await send('0208:0403170701')).status).toBe(202);
  });

  it('202 in test mode, whose ids are examples', async () => {
    const { apiKey } = await onboard(app, await platformKey(app));
    for (const to of ['0009:FR86797978996', '0208:0123456789', '7777:1'])
      expect((await app.post('/documents/send', apiKey.key, sendBody({ to }))).status).toBe(202);
  });
});
