import { randomBytes } from 'node:crypto';
import { Settings } from '../config/settings';
import { SealedBox } from './sealed-box';

const first = `k1:${randomBytes(32).toString('base64')}`;
const second = `k2:${randomBytes(32).toString('base64')}`;
const box = (keys: string) => new SealedBox({ SEALING_KEYS: keys } as Settings);

describe('SealedBox', () => {
  it('opens what it sealed, and never seals alike twice', () => {
    const sealed = box(first).seal('whsec_é');
    expect(box(first).open(sealed).toString()).toBe('whsec_é');
    expect(box(first).seal('whsec_é').equals(sealed)).toBe(false);
    expect(sealed.includes('whsec')).toBe(false);
  });

  it('opens old seals after a rotation, and refuses without the old key', () => {
    const sealed = box(first).seal('secret');
    expect(box(`${second},${first}`).open(sealed).toString()).toBe('secret');
    expect(() => box(second).open(sealed)).toThrow('no key "k1"');
  });

  it('refuses changed bytes', () => {
    const sealed = box(first).seal('secret');
    sealed[sealed.length - 1]! ^= 1;
    expect(() => box(first).open(sealed)).toThrow();
  });

  it('refuses keys of a wrong length', () => {
    expect(() => box('k1:c2hvcnQ=')).toThrow('32 bytes');
  });
});
