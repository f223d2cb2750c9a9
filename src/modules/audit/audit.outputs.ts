import { ApiProperty } from '@nestjs/swagger';
import { PageOutput } from '../../core/http/page';
import { AuditRow } from './audit.repository';

class AuditActorOutput {
  @ApiProperty({
    description:
      '`key`: an API key; `user`: somebody signed in; `token`: an API token of the gateway; `operator`: a command on the server; ' +
      '`system`: the service by itself; `anonymous`: nobody who showed who they are.',
    enum: ['key', 'user', 'token', 'operator', 'system', 'anonymous'],
    example: 'key',
  })
  kind: string;

  @ApiProperty({
    description: 'Id of the key, user or token; of an operator, the command.',
    type: String,
    nullable: true,
    example: 'key_01HY7AB9C2DE3FG4HJ5KMNPQRS',
  })
  id: string | null;

  @ApiProperty({
    description: "The key's name as it then was, or the user's email address.",
    type: String,
    nullable: true,
    example: 'my-platform',
  })
  name: string | null;

  @ApiProperty({
    description: 'First characters of the key or token.',
    type: String,
    nullable: true,
    example: 'flw_plat_test_AbC',
  })
  keyPrefix: string | null;
}

class AuditSubjectOutput {
  @ApiProperty({ description: 'Kind of the thing that was changed.', example: 'company' })
  type: string;

  @ApiProperty({ description: 'Its id.', example: 'comp_01HY7AB9C2DE3FG4HJ5KMNPQRS' })
  id: string;
}

/** Whatever a member may be. */
const anyValue = {
  anyOf: [
    { type: 'string' },
    { type: 'number' },
    { type: 'boolean' },
    { type: 'object' },
    { type: 'array', items: {} },
  ],
  nullable: true,
};

class FieldChangeOutput {
  @ApiProperty({ description: 'The member that changed.', example: 'name' })
  field: string;

  @ApiProperty({
    description: 'What it was; absent for what is new. Secrets are `[redacted]`.',
    required: false,
    ...anyValue,
    example: 'ACME France SARL',
  })
  from?: unknown;

  @ApiProperty({
    description: 'What it is now; absent for what is gone. Secrets are `[redacted]`.',
    required: false,
    ...anyValue,
    example: 'ACME France SAS',
  })
  to?: unknown;
}

export class AuditRecordOutput {
  @ApiProperty({ description: 'Id of the record.', example: 'aud_01HY7AB9C2DE3FG4HJ5KMNPQRS' })
  id: string;

  @ApiProperty({ description: 'When.', format: 'date-time', example: '2026-04-25T10:00:00.000Z' })
  createdAt: string;

  @ApiProperty({ description: 'What was done.', example: 'company.updated' })
  action: string;

  @ApiProperty({ description: 'To what.' })
  subject: AuditSubjectOutput;

  @ApiProperty({
    description: 'The company that it concerns, if one.',
    type: String,
    nullable: true,
    example: 'comp_01HY7AB9C2DE3FG4HJ5KMNPQRS',
  })
  companyId: string | null;

  @ApiProperty({
    description:
      'The mode that it concerns; null for what both share, such as platform settings, and for sign-ins.',
    type: Boolean,
    nullable: true,
    example: false,
  })
  livemode: boolean | null;

  @ApiProperty({ description: 'By whom.' })
  actor: AuditActorOutput;

  @ApiProperty({ description: 'What it changed.', type: [FieldChangeOutput] })
  changes: FieldChangeOutput[];

  @ApiProperty({ description: 'From where.', type: String, nullable: true, example: '203.0.113.7' })
  ipAddress: string | null;

  @ApiProperty({ description: 'With what.', type: String, nullable: true, example: 'python-httpx/0.27' })
  userAgent: string | null;

  @ApiProperty({
    description: 'Id of the request that did it: `X-Request-Id` of its answer.',
    type: String,
    nullable: true,
    example: 'req_01HY3AB9C2DE3FG4HJ5KMNPQRS',
  })
  requestId: string | null;

  @ApiProperty({
    description: 'Its Idempotency-Key.',
    type: String,
    nullable: true,
    example: 'tenant-acme-init',
  })
  idempotencyKey: string | null;
}

export class AuditPageOutput extends PageOutput {
  @ApiProperty({ description: 'The records, newest first.', type: [AuditRecordOutput] })
  data: AuditRecordOutput[];
}

export function toAuditRecord(row: AuditRow): AuditRecordOutput {
  return {
    id: row.id,
    createdAt: row.created_at.toISOString(),
    action: row.action,
    subject: { type: row.subject_type, id: row.subject_id },
    companyId: row.company_id,
    livemode: row.livemode,
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name, keyPrefix: row.actor_key_prefix },
    changes: row.changes,
    ipAddress: row.ip_address,
    userAgent: row.user_agent,
    requestId: row.request_id,
    idempotencyKey: row.idempotency_key,
  };
}
