import { readHostname } from './hostname';

const ours = ['exchange.flowie.test', 'edge.flowie.test'];
const rule = (text: string) => {
  const reading = readHostname(text, ours);
  return 'rule' in reading ? reading.rule : reading.hostname;
};

describe('readHostname', () => {
  it.each([
    ['peppol.acme.com', 'peppol.acme.com'],
    ['  Peppol.ACME.com. ', 'peppol.acme.com'],
    ['factures.société.fr', 'factures.xn--socit-esab.fr'],
    ['rechnungen。bücher.de', 'rechnungen.xn--bcher-kva.de'],
    ['peppol.acme.co.uk', 'peppol.acme.co.uk'],
    ['a.b.c.example.com', 'a.b.c.example.com'],
    ['peppol.corp.internal', 'peppol.corp.internal'],
  ])('takes %s as %s', (text, hostname) => expect(rule(text)).toBe(hostname));

  it.each([
    ['https://peppol.acme.com/', 'hostname'],
    ['peppol.acme.com:443', 'hostname'],
    ['anna@acme.com', 'hostname'],
    ['pep_pol.acme.com', 'hostname'],
    ['-peppol.acme.com', 'hostname'],
    ['peppol..acme.com', 'hostname'],
    ['peppol acme.com', 'hostname'],
    [`${'a'.repeat(64)}.acme.com`, 'hostname'],
    [`${'abcdefghi.'.repeat(24)}com`, 'length'],
    ['*.acme.com', 'wildcard'],
    ['203.0.113.5', 'ip_address'],
    ['2001:db8::1', 'ip_address'],
    ['0x7f.1', 'ip_address'],
    ['localhost', 'special_name'],
    ['peppol.localhost', 'special_name'],
    ['1.0.10.in-addr.arpa', 'special_name'],
    ['com', 'public_suffix'],
    ['co.uk', 'public_suffix'],
    ['com.au', 'public_suffix'],
    ['acme.com', 'apex'],
    ['acme.co.uk', 'apex'],
    ['exchange.flowie.test', 'own_domain'],
    ['deep.edge.flowie.test', 'own_domain'],
  ])('refuses %s: %s', (text, why) => expect(rule(text)).toBe(why));

  it('says what to choose instead of an apex', () => {
    expect(readHostname('acme.com', ours)).toMatchObject({
      message: expect.stringContaining('peppol.acme.com'),
    });
  });
});
