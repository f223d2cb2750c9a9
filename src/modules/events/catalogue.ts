import {
  documentNumber,
  documentType,
  EventDefinition,
  lifecycleStatus,
  ofCompany,
  ofDocument,
  ofOrganization,
  ofWebhook,
  participant,
  peppolId,
  taxAuthority,
  version,
} from './event-members';
import {
  anything,
  constant,
  flag,
  identifier,
  instant,
  list,
  oneOf,
  orNull,
  record,
  text,
  whole,
} from './schema-words';

/** Every event type, in the order of the cookbook's table. A subscription lists these, or `*`. An entry is all that a new type takes. */
export const eventCatalogue = {
  'document.received': ofDocument('An incoming document has been persisted.', {
    type: documentType,
    number: documentNumber,
    direction: constant('incoming', 'Which way it went.'),
    sender: participant('Who sent it.', '0208:0123456789', 'ACME BVBA'),
    receiver: participant('Who received it: your company.', '0208:9876543210', 'Globex SRL'),
    ...version(1),
  }),

  'document.sent': ofDocument("An outgoing document has been handed off to the recipient's access point.", {
    type: documentType,
    number: documentNumber,
    sentAt: instant('When it was handed off.'),
    ...version(1),
  }),

  'document.delivered': ofDocument("The recipient's access point confirmed final delivery.", {
    deliveredAt: instant('When the confirmation came.'),
    ...version(2),
  }),

  'document.failed': ofDocument(
    'Delivery permanently failed: recipient unreachable, rejected by schema, and so on.',
    {
      errorCode: text('Stable code of the failure.', 'RECIPIENT_UNREACHABLE', {
        pattern: '^[A-Z][A-Z0-9_]*$',
      }),
      errorMessage: text('What went wrong, for people.', "The recipient's access point cannot be reached."),
      willRetry: constant(
        false,
        'Always false: every attempt has been made. Send it again once the cause is gone.',
      ),
      ...version(1),
    },
  ),

  'document.updated': ofDocument("A document's tags, notes, archive flag or assignee changed.", {
    changes: list(
      record('One change.', {
        field: text('What changed: `tags`, `notes`, `archived` or `assignee`.', 'archived'),
        from: anything('Its value before.', false),
        to: anything('Its value now.', true),
      }),
      'What changed.',
    ),
    ...version(3),
  }),

  'lifecycle.updated': ofDocument(
    'The business lifecycle of a document moved.',
    {
      previousStatus: lifecycleStatus('Where it stood.', 'received'),
      currentStatus: lifecycleStatus('Where it stands now.', 'rejected'),
      compliance: record('What the change means for tax authorities.', {
        willReportTo: list(taxAuthority('A tax platform.'), 'Where it will be reported; empty for nowhere.'),
      }),
      ...version(3),
    },
    { reasonCode: text('Why, for the statuses that need a reason.', 'TX_TVA_ERR') },
  ),

  'company.smp_registered': ofCompany(
    "A company's entry in the Peppol directory (SMP) went live: it can send and receive.",
    { peppolId: peppolId('The participant id that it is listed under.', '0009:FR86797978996') },
  ),

  'compliance.reported': ofDocument(
    'A lifecycle change was reported to PPF (France) or SDI (Italy). Belgium has no such report.',
    {
      reportedTo: taxAuthority('Who took the report.'),
      status: text('What became of the report.', 'accepted'),
      ...version(4),
    },
  ),

  'compliance.reported.failed': ofDocument(
    'A report to the tax authority was refused, or could not be made within the legal window.',
    {
      reportedTo: taxAuthority('Who was to take the report.'),
      status: text('What became of the report.', 'rejected'),
      errorCode: text("The authority's code, or ours.", 'REJ_SIREN'),
      errorMessage: text(
        'What went wrong, for people.',
        'The SIREN of the buyer is not known to the directory.',
      ),
      ...version(4),
    },
  ),

  'quota.warning': ofOrganization(
    "The documents of a month run out: 80 percent are used, or all. Goes to your organization's webhooks alone.",
    {
      level: whole(80, '80 when they run out, 100 when they have; each once a month.', 80),
      companyId: orNull(identifier('comp', 'Whose limit it is; null for that of your whole organization.')),
      plan: { ...orNull(text('Your plan; null when there is none.', '')), examples: ['business'] },
      limit: whole(0, 'Documents that may be sent in the month.', 5000),
      used: whole(0, 'Those that have been.', 4010),
      percent: whole(80, 'The same in percent, rounded down.', 80),
      hard: flag('Whether more than the limit is refused with QUOTA_EXCEEDED.', true),
      resetsAt: instant('When the count starts anew.', '2026-05-01T00:00:00.000Z'),
    },
  ),

  'webhook.paused': ofWebhook(
    'A webhook was paused after a delivery had failed eight times, its events held; or disabled, because it answered 410.',
    {
      companyId: orNull(identifier('comp', "Whose webhook it is; null for the organization's own.")),
      url: text('Where its deliveries went.', 'https://example.com/hooks/flowie', { format: 'uri' }),
      status: oneOf(['paused', 'disabled'], 'paused', 'What it is now.'),
      reason: text('Why, for people.', 'A delivery failed 8 times; the last attempt was answered with 500.'),
      failureCount: whole(1, 'Failed attempts since the last success.', 8),
      failedDeliveryId: identifier('dlv', 'The delivery that failed for good.'),
    },
  ),

  'webhook.test': ofWebhook('You tested a webhook.', {
    purpose: oneOf(
      ['ping', 'tampered', 'stale', 'duplicate', 'rotation'],
      'ping',
      'What is tried: `ping` must be accepted; the others show how your receiver takes what it must refuse or bear.',
    ),
  }),
} as const satisfies Record<string, EventDefinition>;

export type EventType = keyof typeof eventCatalogue;

export const eventTypes = Object.keys(eventCatalogue) as EventType[];

/** What a subscription may list. */
export const subscribableEvents = ['*', ...eventTypes] as const;
