import { AuditRecordOutput } from './audit.outputs';

const columns: Record<string, (record: AuditRecordOutput) => string | boolean | null> = {
  id: ({ id }) => id,
  createdAt: ({ createdAt }) => createdAt,
  action: ({ action }) => action,
  subjectType: ({ subject }) => subject.type,
  subjectId: ({ subject }) => subject.id,
  companyId: ({ companyId }) => companyId,
  livemode: ({ livemode }) => livemode,
  actorKind: ({ actor }) => actor.kind,
  actorId: ({ actor }) => actor.id,
  actorName: ({ actor }) => actor.name,
  actorKeyPrefix: ({ actor }) => actor.keyPrefix,
  ipAddress: ({ ipAddress }) => ipAddress,
  userAgent: ({ userAgent }) => userAgent,
  requestId: ({ requestId }) => requestId,
  idempotencyKey: ({ idempotencyKey }) => idempotencyKey,
  changes: ({ changes }) => JSON.stringify(changes),
};

export const csvTitles = line(Object.keys(columns));

/** A line of RFC 4180. */
export function csvLine(record: AuditRecordOutput): string {
  return line(Object.values(columns).map((column) => cell(column(record))));
}

function line(cells: string[]): string {
  return `${cells.join(',')}\r\n`;
}

/** What a spreadsheet would take for a formula is made a text: user agents and names are whatever somebody sent. */
function cell(value: string | boolean | null): string {
  const text = value === null ? '' : String(value);
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
