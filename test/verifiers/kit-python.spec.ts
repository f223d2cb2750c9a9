import { readFileSync } from 'node:fs';
import { TestApp } from '../support/app';
import { echoRecipient, invoice } from '../support/invoices';
import { inPython } from '../support/python';
import { Receiver } from '../support/receiver';
import { onboard, platformKey, waitUntilRegistered } from '../support/scenario';
import { sharedPath } from '../support/shared';
import { itNeedingFile } from '../support/needing';

/** The kit's `send_invoice` and `flowie_hook`, cut out of the document as they stand and run by Python. */
const kit = sharedPath('seeds/000_b654862b7c89a147.txt');

interface Played {
  sent: Array<{ id: string; status: string }>;
  answers: Array<number | 'refused'>;
  queued: Array<{ name: string; tenant: string; event: { id: string; type: string } }>;
}

let app: TestApp;
let receiver: Receiver;

beforeAll(async () => {
  [app, receiver] = [await TestApp.start(), await Receiver.start()];
});
afterAll(async () => {
  await app.stop();
  await receiver.stop();
});

/** A function with what decorates it, freed of the document's indent. */
function cut(firstLine: string, lastLine: string): string {
  const lines = readFileSync(kit, 'utf8').split('\n');
  const from = lines.findIndex((line) => line.includes(firstLine));
  const to = lines.findIndex((line, at) => at > from && line.includes(lastLine));
  expect(from > 0 && to > from).toBe(true);
  return lines
    .slice(from, to + 1)
    .map((line) => line.slice(4))
    .join('\n');
}

function play(wish: Record<string, unknown>): Promise<Played> {
  const send = cut('def send_invoice(', ').json()');
  const hook = cut('@app.post("/hooks/flowie")', 'return Response(status_code=204)');
  const given = {
    send,
    hook,
    baseUrl: `${app.url}/exchange/v1`,
    companies: {},
    sends: [],
    calls: [],
    ...wish,
  };
  return inPython('backend.py', given);
}

itNeedingFile(kit)(
  "sends for a tenant by the platform's key, once however often, and its hook takes what comes of it",
  async () => {
    const key = await platformKey(app);
    const { company, webhook } = await onboard(app, key, {
      metadata: { tenantId: 't_acme' },
      webhook: {
        url: `${receiver.url}/hooks/flowie?tenant=t_acme`,
        events: ['document.sent', 'document.received'],
      },
    });
    await waitUntilRegistered(app, key, company.id);
    const wish = {
      tenant: 't_acme',
      invoice: { id: 'inv-7', recipientPeppolId: echoRecipient, body: invoice() },
    };
    const companies = { t_acme: company.id };
    const { sent } = await play({ key, companies, sends: [wish, wish] });
    expect(sent[0]).toMatchObject({ id: expect.stringMatching(/^doc_/), status: 'queued' });
    expect(sent[1]!.id).toBe(sent[0]!.id);

    const deliveries = [await receiver.waitFor('document.sent'), await receiver.waitFor('document.received')];
    expect(deliveries[0]!.event.data).toMatchObject({ documentId: sent[0]!.id });
    expect(deliveries[0]!.path).toBe('/hooks/flowie?tenant=t_acme');
    const calls = deliveries.map(({ headers, rawBody }) => ({
      tenant: 't_acme',
      secret: webhook.secret,
      signature: String(headers['x-flowie-signature']),
      body: rawBody.toString('base64'),
    }));
    const forged = {
      ...calls[0],
      body: Buffer.concat([deliveries[0]!.rawBody, Buffer.from(' ')]).toString('base64'),
    };
    const { answers, queued } = await play({ key, calls: [...calls, forged] });
    expect(answers).toEqual([204, 204, 'refused']);
    expect(queued).toEqual(
      deliveries.map(({ event }) => ({ name: 'process_flowie_event', tenant: 't_acme', event })),
    );
  },
);
