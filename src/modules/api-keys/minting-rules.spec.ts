import { Principal } from '../../core/auth/caller';
import { KeyType, Scope } from '../../core/auth/scopes';
import { checkGrant, checkWish } from './minting-rules';

const maker = (keyType: KeyType | undefined, scopes: Scope[]): Principal => ({
  kind: keyType ? 'key' : 'user',
  id: 'maker',
  organizationId: 'org',
  livemode: false,
  scopes,
  keyType,
});
const now = new Date('2026-04-25T10:00:00Z');

describe('checkGrant', () => {
  it.each([
    [undefined, 'white_label'],
    ['platform', 'personal'],
    ['platform', 'platform'],
    ['white_label', 'white_label'],
  ] as const)('lets %s make %s keys', (type, wanted) => {
    expect(() => checkGrant(maker(type, ['*']), { keyType: wanted, scopes: ['*'] })).not.toThrow();
  });

  it.each([
    ['platform', 'white_label'],
    ['personal', 'personal'],
  ] as const)('keeps %s from making %s keys', (type, wanted) => {
    expect(() => checkGrant(maker(type, ['*']), { keyType: wanted, scopes: ['send'] })).toThrow(
      'may not make',
    );
  });

  it('names the scopes that the maker lacks', () => {
    const wish = { keyType: 'personal' as const, scopes: ['send', 'events', '*'] as Scope[] };
    expect(() => checkGrant(maker('platform', ['send']), wish)).toThrow('events, *');
  });
});

describe('checkWish', () => {
  it.each([
    ['a personal key without company', { keyType: 'personal' }, 'companyId: is required'],
    [
      'a platform key with company',
      { keyType: 'platform', companyId: 'comp_1' },
      'companyId: is for personal keys',
    ],
    [
      'an expiry that is now',
      { keyType: 'platform', expiresAt: now.toISOString() },
      'expiresAt: must lie in the future',
    ],
  ] as const)('refuses %s', (_name, wish, message) => {
    expect(() => checkWish({ scopes: ['*'], ...wish }, now)).toThrow(message);
  });

  it('accepts a later expiry, or none', () => {
    expect(() =>
      checkWish({ keyType: 'platform', scopes: ['*'], expiresAt: '2026-04-26' }, now),
    ).not.toThrow();
    expect(() => checkWish({ keyType: 'platform', scopes: ['*'], expiresAt: null }, now)).not.toThrow();
  });
});
