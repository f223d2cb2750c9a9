import { execFileSync } from 'node:child_process';
import { TestApp } from '../../support/app';
import { sendBody } from '../../support/invoices';
import { LogoServer, svg } from '../../support/logo-server';
import { onboard, platformKey } from '../../support/scenario';

/** What people read on the pages, by poppler; undefined where it is not installed. */
function textOf(pdf: Buffer): string | undefined {
  try {
    return execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf })
      .toString()
      .replaceAll('\u00a0', ' ');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    console.warn('pdftotext is not installed: the words of the PDF are not compared');
    return undefined;
  }
}

describe('GET /documents/{id}/pdf', () => {
  let app: TestApp;
  let key: string;
  let platform: string;

  beforeAll(async () => {
    app = await TestApp.start({ ROLE: 'api' });
    platform = await platformKey(app);
    key = (await onboard(app, platform)).apiKey.key;
  });

  afterAll(() => app.stop());

  async function download(
    content: Record<string, unknown>,
  ): Promise<{ number: string; pdf: Buffer; type: string }> {
    const { status, body } = await app.post('/documents/send', key, sendBody({}, content));
    expect({ status, body }).toMatchObject({ status: 202 });
    const answer = await fetch(`${app.url}/exchange/v1/documents/${body.id}/pdf`, {
      headers: { Authorization: `Bearer ${key}` },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-disposition')).toBe(`inline; filename="invoice-${body.number}.pdf"`);
    const pdf = Buffer.from(await answer.arrayBuffer());
    return { number: body.number, pdf, type: answer.headers.get('content-type')! };
  }

  it('200: shows all that a person must know, in the letters of all of Europe', async () => {
    const lines = [
      { name: 'Żółta łódź για Ω в море', quantity: 3, unitCode: 'HUR', unitPrice: 1250.5, vatRate: 21 },
    ];
    const { number, pdf, type } = await download({
      lines,
      notes: ['Thank you.'],
      dueDate: '2026-12-31',
    });
    expect(type).toBe('application/pdf');
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    const text = textOf(pdf);
    if (text === undefined) return;
    for (const word of [
      number,
      'Żółta łódź για Ω в море',
      '1 250.50',
      '3 751.50',
      '2026-12-31',
      'Thank you.',
    ])
      expect(text).toContain(word);
    expect(text).toMatch(/ 3 ?h /);
    expect(text).toMatch(/To be paid +4 539\.32 EUR/);
  });

  it('200: goes on over as many pages as it takes, with the heads of the columns on each', async () => {
    const line = (_: unknown, index: number) => ({
      name: `Part ${index}`,
      quantity: 1,
      unitPrice: 1,
      vatRate: 21,
    });
    const { pdf } = await download({
      lines: Array.from({ length: 120 }, line),
      notes: ['word '.repeat(400).trim(), 'word '.repeat(400).trim()],
    });
    const pages = textOf(pdf)?.split('\f');
    if (!pages) return;
    expect(pages.length).toBeGreaterThan(4);
    expect(pages.slice(0, 3).every((page) => page.includes('Unit price'))).toBe(true);
    for (let index = 0; index < 120; index++) expect(pages.join()).toMatch(new RegExp(`Part ${index}\\s`));
    expect(pages.join().match(/\bword\b/g)).toHaveLength(800);
  });

  it('200: looks as the platform has chosen: logo of whatever kind, name, address for questions, colour', async () => {
    const isImage = /\/Subtype \/Image/;
    expect((await download({})).pdf.toString('latin1')).not.toMatch(isImage);
    const logos = await LogoServer.start();
    const logoUrl = logos.serve('/logo.svg', svg);
    const branding = {
      displayName: 'ACME e-Invoice',
      supportEmail: 'support@acme.com',
      primaryColor: '#0F62FE',
      logoUrl,
    };
    const answer = await app.exchange('PATCH', '/platform/settings', { key: platform, body: { branding } });
    await logos.stop();
    expect({ status: answer.status, text: answer.text }).toMatchObject({ status: 200 });
    const { pdf } = await download({});
    expect(pdf.toString('latin1')).toMatch(isImage);
    expect(textOf(pdf) ?? 'ACME e-Invoice · support@acme.com').toContain('ACME e-Invoice · support@acme.com');
  });

  it('404 DOCUMENT_NOT_FOUND for one of others, 401 without a key, 403 without the scope', async () => {
    const { body } = await app.post('/documents/send', key, sendBody());
    const other = await onboard(app, platform);
    expect((await app.get(`/documents/${body.id}/pdf`, other.apiKey.key)).body.error.code).toBe(
      'DOCUMENT_NOT_FOUND',
    );
    expect((await app.get(`/documents/${body.id}/pdf`)).status).toBe(401);
    const sender = await onboard(app, platform, { apiKey: { name: 'sender', scopes: ['send'] } });
    expect((await app.get(`/documents/${body.id}/pdf`, sender.apiKey.key)).status).toBe(403);
  });
});
