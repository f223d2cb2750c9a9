import { csvLine } from '../../core/http/csv';
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

export const auditTitles = csvLine(Object.keys(columns));

export function auditLine(record: AuditRecordOutput): string {
  return csvLine(Object.values(columns).map((column) => column(record)));
}
