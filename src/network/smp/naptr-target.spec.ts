import { smpAddress } from './naptr-target';

const record = (regexp: string, more: object = {}) => ({
  flags: 'U',
  service: 'Meta:SMP',
  regexp,
  replacement: '',
  order: 100,
  preference: 10,
  ...more,
});

describe('smpAddress', () => {
  it.each([
    ['!.*!https://smp.example/base!', 'https://smp.example/base'],
    ['!^.*$!https://smp.example/!', 'https://smp.example'],
    ['|.*|http://smp.example:8080|', 'http://smp.example:8080'],
  ])('reads %s', (regexp, address) => expect(smpAddress([record(regexp)])).toBe(address));

  it.each(['', '!', '!.*!!', '!.*!not an address!', '!.*!ftp://smp.example!', '!(.*)!https://\\1.example!'])(
    'reads nothing from "%s"',
    (regexp) => expect(smpAddress([record(regexp)])).toBeUndefined(),
  );

  it('leaves out records of other services, and takes the preferred one', () => {
    const records = [
      record('!.*!https://third.example!', { order: 200, preference: 1 }),
      record('!.*!https://second.example!', { preference: 20 }),
      record('!.*!https://first.example!', { flags: 'u', service: 'meta:smp' }),
      record('!.*!https://other.example!', { order: 1, service: 'Meta:XYZ' }),
      record('!.*!https://other.example!', { order: 1, flags: 'S' }),
    ];
    expect(smpAddress(records)).toBe('https://first.example');
  });
});
