import { eventually } from './eventually';
import { Exchange } from './exchange';

/** The reports of a document, as the API tells of them. */
export async function reportsOf(
  { app, acme }: Exchange,
  documentId: string,
  key = acme.apiKey.key,
): Promise<any[]> {
  const answer = await app.get(`/documents/${documentId}/compliance`, key);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body.data;
}

/** The first report of a document, as soon as it stands so. */
export function reportWhen(
  exchange: Exchange,
  documentId: string,
  wanted: Record<string, unknown>,
  key?: string,
): Promise<any> {
  return eventually(`report of ${documentId} to be ${JSON.stringify(wanted)}`, async () => {
    const reports = await reportsOf(exchange, documentId, key);
    return reports.find((report) => Object.entries(wanted).every(([name, value]) => report[name] === value));
  });
}

/** Lets the sandbox's authority decide: it thinks for five seconds. */
export async function decided(exchange: Exchange, documentId: string, key?: string): Promise<any> {
  await reportWhen(exchange, documentId, { state: 'submitted' }, key);
  exchange.app.clock.advance({ seconds: 6 });
  return eventually(`the decision on ${documentId}`, async () => {
    const [report] = await reportsOf(exchange, documentId, key);
    return report.state !== 'submitted' && report;
  });
}

/** The names of the document's events about reports, after all of them have been found in order. */
export async function complianceEvents(
  exchange: Exchange,
  documentId: string,
  owner = exchange.acme,
): Promise<string[]> {
  await exchange.expectOrderly(documentId, owner);
  const types = (await exchange.eventsOf(documentId)).map(({ type }) => type as string);
  return types.filter((type) => type.startsWith('compliance.'));
}
