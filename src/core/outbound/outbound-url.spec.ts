import { AddressGuard } from './address-guard';
import { refusalOf } from './outbound-url';

const production = new AddressGuard('');
const development = new AddressGuard('127.0.0.0/8,::1/128');
const privateAddress = 'is a private or special-purpose address, which webhooks may not reach';
const privateName = 'is a name of a private network, which webhooks may not reach';

describe('refusalOf', () => {
  it.each(['https://hooks.example/in?a=1', 'https://hooks.example:8443/', 'https://hooks.example:443', 'https://hooks.example.', 'https://8.8.8.8/', 'https://[2606:4700:4700::1111]/', 'https://localhost.example/', 'https://bücher.example/'])(
    'allows %s in live mode',
    (url) => expect(refusalOf(url, true, production)).toBeUndefined(),
  ); // prettier-ignore

  it.each([
    ...['127.0.0.1', '2130706433', '0x7f000001', '0x7f.1', '017700000001', '0177.0.0.1', '127.1', '127.0.1'],
    ...['①②⑦.⓪.⓪.①', '１２７.0.0.1', '127.0.0.1.', '%31%32%37.0.0.1', '[::1]', '[::]', '0', '0.0.0.0'],
    ...['[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[0:0:0:0:0:0:0:1]', '[::127.0.0.1]', '[64:ff9b::7f00:1]'],
  ])('knows https://%s/ for an address of this machine', (host) => {
    expect(refusalOf(`https://${host}/`, false, production)).toBe(privateAddress);
    expect(refusalOf(`https://${host}/`, true, production)).toBe(privateAddress);
  });

  it.each(['localhost', 'LOCALHOST', 'localhost.', 'app.localhost', 'intranet', 'printer.local', 'db.internal', 'metadata.google.internal', 'metadata.google.internal.'])(
    'refuses the name %s',
    (host) => expect(refusalOf(`https://${host}/`, false, production)).toBe(privateName),
  ); // prettier-ignore

  it.each([
    ['', 'must be an https:// URL'],
    ['hooks.example', 'must be an https:// URL'],
    ['ftp://hooks.example/', 'must be an https:// URL'],
    ['file:///etc/passwd', 'must be an https:// URL'],
    ['https://[fe80::1%25eth0]/', 'must be an https:// URL'],
    ['https://user@hooks.example/', 'must not hold a user name or password'],
    ['https://:secret@hooks.example/', 'must not hold a user name or password'],
    ['https://hooks.example@127.0.0.1/', 'must not hold a user name or password'],
    ['http://hooks.example/', 'must begin with https://'],
    ['http://127.evil.example/', 'must begin with https://'],
    [`https://hooks.example/${'a'.repeat(1_979)}`, 'must not be longer than 2000 characters'],
  ])('%s %s', (url, refusal) => expect(refusalOf(url, false, development)).toBe(refusal));

  it('measures the length to the character', () => {
    expect(refusalOf(`https://hooks.example/${'a'.repeat(1_978)}`, true, production)).toBeUndefined();
  });

  it.each([22, 80, 444, 6379, 8080, 8444])('refuses port %i in live mode only', (port) => {
    expect(refusalOf(`https://hooks.example:${port}/`, true, production)).toBe('must use port 443 or 8443');
    expect(refusalOf(`https://hooks.example:${port}/`, false, production)).toBeUndefined();
  });

  it.each(['http://localhost:4000/', 'http://app.localhost/', 'http://127.0.0.1:4000/', 'http://[::1]:4000/', 'https://localhost/'])(
    'allows %s where development opened loopback, in test mode',
    (url) => {
      expect(refusalOf(url, false, development)).toBeUndefined();
      expect(refusalOf(url, false, production)).toMatch(/private/);
      expect(refusalOf(url.replace('https:', 'http:'), true, development)).toBe('must begin with https://');
    },
  ); // prettier-ignore

  it('refuses other private names and metadata addresses there too', () => {
    expect(refusalOf('https://metadata.google.internal/', false, development)).toBe(privateName);
    expect(refusalOf('https://intranet/', false, development)).toBe(privateName);
    expect(refusalOf('https://169.254.169.254/', false, development)).toBe(privateAddress);
  });
});
