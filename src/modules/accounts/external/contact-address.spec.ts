import { contactAddressOf } from './contact-address';

describe('contactAddressOf', () => {
  it.each([
    { email: ' Eve@Example.com ' },
    { email: 'eve@example.com', email_verified: true },
    { email: 'eve@example.com', email_verified: 'true' },
  ])('finds one in %j', (claims) => {
    expect(contactAddressOf(claims)).toBe('eve@example.com');
  });

  it.each([
    {},
    { email: 7 },
    { email: 'eve' },
    { email: `${'e'.repeat(250)}@example.com` },
    { email: 'eve@example.com', email_verified: false },
    { email: 'eve@example.com', email_verified: 'false' },
    { email: 'eve@example.com', email_verified: null },
  ])('finds none in %j', (claims) => {
    expect(contactAddressOf(claims)).toBeUndefined();
  });
});
