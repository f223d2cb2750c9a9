import { auditLine, auditTitles } from './audit-csv';
import { AuditRecordOutput } from './audit.outputs';

const record: AuditRecordOutput = {
  id: 'aud_1',
  createdAt: '2026-04-25T10:00:00.000Z',
  action: 'company.updated',
  subject: { type: 'company', id: 'comp_1' },
  companyId: 'comp_1',
  livemode: false,
  actor: { kind: 'key', id: 'key_1', name: '=HYPERLINK("https://evil.example","click")', keyPrefix: null },
  changes: [{ field: 'name', from: 'A, "B"', to: 'C' }],
  ipAddress: '203.0.113.7',
  userAgent: '@SUM(A1)',
  requestId: 'req_1',
  idempotencyKey: '-1',
};

it('names its columns', () => {
  expect(auditTitles).toMatch(/^id,createdAt,action,.*,changes\r\n$/);
});

it('quotes what needs it, and lets no cell be a formula', () => {
  expect(auditLine(record)).toBe(
    'aud_1,2026-04-25T10:00:00.000Z,company.updated,company,comp_1,comp_1,false,key,key_1,' +
      '"\'=HYPERLINK(""https://evil.example"",""click"")",,203.0.113.7,\'@SUM(A1),req_1,\'-1,' +
      '"[{""field"":""name"",""from"":""A, \\""B\\"""",""to"":""C""}]"\r\n',
  );
});
