import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Settings } from '../../../src/core/config/settings';
import { Exchange } from '../../support/exchange';
import { echoRecipient } from '../../support/invoices';
import { readMail } from '../../support/mail-message';
import { enqueueMail, settledMail } from '../../support/mails';
import { onboard } from '../../support/scenario';

let exchange: Exchange;

beforeAll(async () => {
  exchange = await Exchange.start();
});
afterAll(() => exchange.stop());
afterEach(() => settings({ branding: null, defaults: null }));

const settings = async (body: unknown) => {
  const options = { key: exchange.platform, body };
  const answer = await exchange.app.exchange('PATCH', '/platform/settings', options);
  if (answer.status !== 200) throw new Error(answer.text);
};
const branding = { displayName: 'ACME e-Invoice', supportEmail: 'support@acme.com', primaryColor: '#0F62FE' };

async function sentMail() {
  const { app } = exchange;
  const id = await enqueueMail(app, { text: 'It failed 8 times.\n' });
  await settledMail(app, id);
  return readMail(await readFile(join(app.app.get(Settings).MAIL_OUTBOX, `${id}.eml`), 'utf8'));
}

describe('mails', () => {
  it('go out under our own name while nobody has chosen another', async () => {
    const { headers, text } = await sentMail();
    expect(headers.from).toBe('Flowie Exchange <no-reply@localhost>');
    expect(headers['reply-to']).toBeUndefined();
    expect(text.trimEnd()).toBe('It failed 8 times.');
  });

  it("go out under the platform's name, from our address, and answers go to its support", async () => {
    await settings({ branding });
    const { headers, text } = await sentMail();
    expect(headers.from).toBe('"ACME e-Invoice" <no-reply@localhost>');
    expect(headers['reply-to']).toBe('"ACME e-Invoice" <support@acme.com>');
    expect(text.trimEnd()).toBe('It failed 8 times.\n\n-- \nACME e-Invoice\nsupport@acme.com');
  });

  it('write names in whatever language, and need no support address', async () => {
    await settings({ branding: { displayName: 'Änderung, GmbH' } });
    const { headers, text } = await sentMail();
    expect(headers.from).toBe('Änderung, GmbH <no-reply@localhost>');
    expect(headers['reply-to']).toBeUndefined();
    expect(text).toContain('-- \nÄnderung, GmbH');
  });
});

it('events say the same with branding and without', async () => {
  const shapeOf = async () => {
    const { id } = await exchange.send(echoRecipient);
    await exchange.until(id, { deliveryStatus: 'delivered' });
    const events = await exchange.eventsOf(id);
    return events.map(({ type, apiVersion, data, ...rest }) => [
      type,
      apiVersion,
      Object.keys(data),
      Object.keys(rest),
    ]);
  };
  const without = (await shapeOf()).slice(0, 2);
  await settings({ branding });
  expect((await shapeOf()).slice(0, 2)).toEqual(without);
  const rows = await exchange.app.database.query(`SELECT convert_from(body, 'UTF8') AS body FROM events`);
  for (const { body } of rows) expect(body).not.toMatch(/ACME e-Invoice|support@acme\.com|0F62FE/);
});

describe('defaults', () => {
  const read = async (id: string) => (await exchange.app.get(`/companies/${id}`, exchange.platform)).body;
  const patch = (id: string, body: unknown) =>
    exchange.app.exchange('PATCH', `/companies/${id}`, { key: exchange.platform, body });

  it('hold for companies that have not spoken for themselves', async () => {
    const { company } = await onboard(exchange.app, exchange.platform);
    await settings({ defaults: { preferredFormat: 'ubl-xml', autoCompliance: { FR: false, IT: true } } });
    await patch(company.id, { autoCompliance: { IT: false } });
    expect(await read(company.id)).toMatchObject({
      autoCompliance: { IT: false },
      preferredFormat: null,
      settings: {
        preferredFormat: { value: 'ubl-xml', source: 'platform' },
        autoCompliance: {
          FR: { value: false, source: 'platform' },
          IT: { value: false, source: 'company' },
          BE: { value: true, source: 'default' },
        },
      },
    });
    const { body } = await patch(company.id, { preferredFormat: 'ubl-xml', autoCompliance: { IT: null } });
    expect(body).toMatchObject({
      autoCompliance: {},
      preferredFormat: 'ubl-xml',
      settings: {
        preferredFormat: { value: 'ubl-xml', source: 'company' },
        autoCompliance: { IT: { value: true, source: 'platform' } },
      },
    });
    await patch(company.id, { autoCompliance: { FR: true, BE: false } });
    const reset = (await patch(company.id, { preferredFormat: null, autoCompliance: null })).body;
    expect(reset).toMatchObject({
      autoCompliance: {},
      settings: { preferredFormat: { source: 'platform' } },
    });
    const listed = (await exchange.app.get('/platform/companies', exchange.platform)).body.data;
    expect(listed.find(({ id }: { id: string }) => id === company.id).settings).toEqual(reset.settings);
    expect((await patch(company.id, { preferredFormat: 'cii-xml' })).body.error.code).toBe('INVALID_ENUM');
  });
});

describe('GET /branding', () => {
  it('200: our own where the host is nobody’s', async () => {
    await settings({ branding });
    const { status, body, headers } = await exchange.app.get('/branding');
    expect(status).toBe(200);
    expect(body).toEqual({
      displayName: 'Flowie Exchange',
      primaryColor: '#1F4B99',
      supportEmail: null,
      logoUrl: null,
    });
    expect(headers['cache-control']).toBe('public, max-age=60');
  });

  it('404 for the logo that we do not have', async () => {
    const { status, body } = await exchange.app.get('/branding/logo');
    expect([status, body.error.code]).toEqual([404, 'NOT_FOUND']);
  });
});
