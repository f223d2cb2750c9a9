interface EventTypeDefinition {
  /** When it fires. */
  description: string;
  /** `data` of a realistic event, without the members that every event of its kind carries. */
  example: Record<string, unknown>;
}

const company = { id: 'comp_01HY7AB9C2DE3FG4HJ5KMNPQRS', metadata: { tenantId: 't_acme', tier: 'premium' } };
const documentId = 'doc_01HY7AB9C2DE3FG4HJ5KMNPQRS';
const version = { updatedAt: '2026-04-25T10:05:08.000Z', sequence: 2, company };

/** Every event type, in the order of the cookbook's table. A subscription lists these, or `*`. */
export const eventCatalogue = {
  'document.received': {
    description: 'An incoming document has been persisted.',
    example: {
      documentId,
      type: 'invoice',
      direction: 'incoming',
      number: 'INV-2026-0417',
      sender: { peppolId: '0208:0123456789', name: 'ACME BVBA' },
      receiver: { peppolId: '0208:9876543210', name: 'Globex SRL' },
      ...version,
    },
  },
  'document.sent': {
    description: "An outgoing document has been handed off to the recipient's access point.",
    example: { documentId, type: 'invoice', sentAt: '2026-04-25T10:05:08.000Z', ...version },
  },
  'document.delivered': {
    description: "The recipient's access point confirmed final delivery.",
    example: { documentId, deliveredAt: '2026-04-25T10:05:09.000Z', ...version },
  },
  'document.failed': {
    description: 'Delivery permanently failed: recipient unreachable, rejected by schema, and so on.',
    example: {
      documentId,
      errorCode: 'RECIPIENT_UNREACHABLE',
      errorMessage: "The recipient's access point cannot be reached.",
      willRetry: false,
      ...version,
    },
  },
  'document.updated': {
    description: "A document's tags, notes, archive flag or assignee changed.",
    example: { documentId, changes: [{ field: 'archived', from: false, to: true }], ...version },
  },
  'lifecycle.updated': {
    description: 'The business lifecycle of a document moved.',
    example: {
      documentId,
      previousStatus: 'received',
      currentStatus: 'approved',
      compliance: { willReportTo: ['PPF'] },
      ...version,
    },
  },
  'company.smp_registered': {
    description: "A company's entry in the Peppol directory (SMP) went live: it can send and receive.",
    example: { companyId: company.id, peppolId: '0009:FR86797978996', company },
  },
  'compliance.reported': {
    description:
      'A lifecycle change was reported to PPF (France) or SDI (Italy). Belgium has no such report.',
    example: { documentId, reportedTo: 'PPF', status: 'accepted', ...version },
  },
  'compliance.reported.failed': {
    description: 'A report to the tax authority was refused, or could not be made within the legal window.',
    example: {
      documentId,
      reportedTo: 'PPF',
      status: 'rejected',
      errorCode: 'REJ_SIREN',
      errorMessage: 'The SIREN of the buyer is not known to the directory.',
      ...version,
    },
  },
  'webhook.paused': {
    description: 'A webhook was paused after a delivery had failed eight times; its events are held.',
    example: {
      webhookId: 'wh_01HY7AB9C2DE3FG4HJ5KMNPQRS',
      url: 'https://example.com/hooks/flowie',
      reason: 'answered 500',
    },
  },
  'webhook.test': {
    description: 'Sent when you test a webhook.',
    example: { webhookId: 'wh_01HY7AB9C2DE3FG4HJ5KMNPQRS' },
  },
} as const satisfies Record<string, EventTypeDefinition>;

export type EventType = keyof typeof eventCatalogue;

export const eventTypes = Object.keys(eventCatalogue) as EventType[];

/** What a subscription may list. */
export const subscribableEvents = ['*', ...eventTypes] as const;
