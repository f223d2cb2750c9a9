import { hashOf, newKeyText } from './key-text';

describe('newKeyText', () => {
  it.each([
    ['personal', true, 'flw_live_'],
    ['personal', false, 'flw_test_'],
    ['platform', true, 'flw_plat_live_'],
    ['platform', false, 'flw_plat_test_'],
    ['white_label', true, 'flw_wl_live_'],
    ['white_label', false, 'flw_wl_test_'],
  ] as const)('of a %s key, live: %s, begins with %s', (keyType, livemode, prefix) => {
    const { key, keyPrefix, keyHash } = newKeyText(keyType, livemode);
    expect(key).toMatch(new RegExp(`^${prefix}[0-9A-Za-z]{30}$`));
    expect(keyPrefix).toBe(key.slice(0, prefix.length + 3));
    expect(keyHash).toEqual(hashOf(key));
  });

  it('never repeats', () => {
    expect(new Set(Array.from({ length: 1_000 }, () => newKeyText('personal', false).key)).size).toBe(1_000);
  });
});
