import { fieldChanges } from './audit-change';
import { redact } from './redaction';

const kept = (field: string, to: unknown) => redact([{ field, to }])[0]!.to;

it.each([
  'secret',
  'headers',
  'apiKey',
  'hmac_key',
  'passwordHash',
  'migrationKey',
  'api_token',
  'Authorization',
])('hides the value of %s', (field) => {
  expect(kept(field, 'sesame')).toBe('[redacted]');
  expect(kept('metadata', { erp: [{ [field]: 'sesame' }] })).toEqual({ erp: [{ [field]: '[redacted]' }] });
});

it('hides what looks like a secret of ours, whatever it is called, and bytes', () => {
  expect(kept('notes', `flw_plat_live_${'A'.repeat(30)}`)).toBe('[redacted]');
  expect(kept('notes', `whsec_${'A'.repeat(32)}`)).toBe('[redacted]');
  expect(kept('tags', ['urgent', `api_${'0'.repeat(40)}`])).toEqual(['urgent', '[redacted]']);
  expect(kept('file', Buffer.from('sealed'))).toBe('[redacted]');
});

it('shows what is no secret: prefixes, names, times, and that there was none', () => {
  expect(kept('keyPrefix', 'flw_plat_test_AbC')).toBe('flw_plat_test_AbC');
  expect(kept('keyType', 'platform')).toBe('platform');
  expect(kept('expiresAt', new Date('2026-04-25T10:00:00Z'))).toBe('2026-04-25T10:00:00.000Z');
  expect(redact([{ field: 'headers', from: null, to: { 'X-A': '1' } }])).toEqual([
    { field: 'headers', from: null, to: '[redacted]' },
  ]);
});

it('names a long value by its digest', () => {
  expect(kept('json_schema', { text: 'x'.repeat(5_000) })).toMatch(
    /^\[5011 characters of JSON, SHA-256 [0-9a-f]{64}\]$/,
  );
});

it('a change is what differs; what is left out has not changed, and nothing is nothing', () => {
  const before = { name: 'A', tags: ['x'], note: null as string | null };
  expect(fieldChanges(before, { name: 'B', tags: ['x'], note: undefined })).toEqual([
    { field: 'name', from: 'A', to: 'B' },
  ]);
  expect(fieldChanges({}, { name: 'A', note: null })).toEqual([{ field: 'name', from: undefined, to: 'A' }]);
});
