import { documentTypes, lifecycleStatuses } from '../documents';
import { freeForm, identifier, instant, Members, oneOf, record, Schema, text, whole } from './schema-words';

/** What a consumer may count on in one type of event. */
export interface EventDefinition {
  /** When it fires. */
  description: string;
  /** JSON Schema of `data`. */
  data: Schema;
}

const peppolRules = { pattern: '^[0-9]{4}:.+$' };

export const peppolId = (description: string, example: string) => text(description, example, peppolRules);

export const participant = (description: string, id: string, name: string) =>
  record(description, {
    peppolId: peppolId('Its participant id on the network.', id),
    name: text('Its name, as the document states it; empty when the document cannot be read.', name),
  });

export const documentType = oneOf(documentTypes, 'invoice', 'What kind of document it is.');

export const documentNumber = text(
  "The sender's number; empty when the document cannot be read.",
  'INV-2026-0417',
);

export const lifecycleStatus = (description: string, example: string) =>
  oneOf(lifecycleStatuses, example, description);

export const taxAuthority = (description: string) => oneOf(['PPF', 'SDI'], 'PPF', description);

const company = record('The company that it concerns.', {
  id: identifier('comp', 'Id of the company.'),
  metadata: freeForm('What you noted on the company, such as the id of your own tenant.', {
    tenantId: 't_acme',
    tier: 'premium',
  }),
});

const details = 'Details of the event. More members may be added: ignore those that you do not know.';

/** By which a consumer orders what reaches it out of order; with the place that such an event would have among its document's. */
export const version = (sequence: number) => ({
  updatedAt: instant('Version of the document: later with each of its events.'),
  sequence: whole(1, "Counts the document's events from 1, without gaps.", sequence),
});

export const ofDocument = (
  description: string,
  members: Members & ReturnType<typeof version>,
  optional?: Members,
): EventDefinition => ({
  description,
  data: record(
    details,
    { documentId: identifier('doc', 'Id of the document.'), ...members, company },
    optional,
  ),
});

export const ofCompany = (description: string, members: Members): EventDefinition => ({
  description,
  data: record(details, { companyId: identifier('comp', 'Id of the company.'), ...members, company }),
});

export const ofOrganization = (description: string, members: Members): EventDefinition => ({
  description,
  data: record(details, members),
});

export const ofWebhook = (description: string, members: Members): EventDefinition => ({
  description,
  data: record(details, { webhookId: identifier('wh', 'Id of the webhook.'), ...members }),
});
