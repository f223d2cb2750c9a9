import { Request } from 'express';
import { newIdentifier } from '../crypto/identifiers';
import { Actor, AuditChange } from './audit-change';
import { redact } from './redaction';

const longestText = 300;

const nobody = { id: null, name: null, keyPrefix: null };

/** A row, its members named like its columns. */
export function recordOf(change: AuditChange, request: Request | undefined, createdAt: Date) {
  const { action, subject, companyId = null, changes = [] } = change;
  const actor = change.actor ?? actorOf(request);
  const { organizationId, livemode } = ownerOf(change, request);
  return {
    id: newIdentifier('aud', createdAt),
    organization_id: organizationId,
    livemode,
    company_id: companyId,
    action,
    subject_type: subject.type,
    subject_id: subject.id,
    changes: redact(changes),
    actor_kind: actor.kind,
    actor_id: actor.id,
    actor_name: actor.name,
    actor_key_prefix: actor.keyPrefix,
    ip_address: request?.ip ?? null,
    user_agent: shortened(request?.headers['user-agent']),
    request_id: request?.requestId ?? null,
    idempotency_key: shortened(request?.headers['idempotency-key']),
    created_at: createdAt,
  };
}

function ownerOf({ action, owner }: AuditChange, request: Request | undefined) {
  const known = owner ?? request?.caller?.tenancy;
  if (!known) throw new Error(`${action} belongs to no organization`);
  return known;
}

function actorOf(request: Request | undefined): Actor {
  if (!request) return { kind: 'system', ...nobody };
  if (request.actor) return request.actor;
  if (!request.caller) return { kind: 'anonymous', ...nobody };
  const { kind, id, email, keyName, keyPrefix } = request.caller.principal;
  return { kind, id, name: email ?? keyName ?? null, keyPrefix: keyPrefix ?? null };
}

function shortened(header: string | string[] | undefined): string | null {
  return header === undefined ? null : String(header).slice(0, longestText);
}
