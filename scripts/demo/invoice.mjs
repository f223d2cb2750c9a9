/** Nobody has registered it: the sandbox's echo participant accepts what is sent there and answers with an invoice. */
export const echoParticipant = '0208:0123456789';

/** As little as a person would type; totals, VAT and seller are completed by the exchange. */
export function invoice(number) {
  return {
    number,
    issueDate: '2026-04-25',
    dueDate: '2026-05-25',
    currency: 'EUR',
    buyerReference: 'PO-2026-77',
    buyer: {
      name: 'Globex SRL',
      vatNumber: 'BE0123456749',
      address: { street: 'Rue de la Loi 1', city: 'Bruxelles', postalCode: '1000', country: 'BE' },
    },
    paymentTerms: '30 days',
    lines: [
      { name: 'Consulting', quantity: 10, unitPrice: 100, vatRate: 20 },
      { name: 'Travel', quantity: 1, unitPrice: '12.50', vatRate: 20 },
    ],
  };
}

/** A call to copy into a shell, with a number of its own each time. */
export function curlToCopy(url, key) {
  const lines = '[{"name":"Consulting","quantity":1,"unitPrice":100,"vatRate":20}]';
  const buyer =
    '{"name":"Globex SRL","vatNumber":"BE0123456749","address":{"street":"Rue de la Loi 1","city":"Bruxelles","postalCode":"1000","country":"BE"}}';
  const document = `{"number":"TRY-'$(date +%s)'","issueDate":"2026-04-25","dueDate":"2026-05-25","currency":"EUR","buyerReference":"PO-1","buyer":${buyer},"lines":${lines}}`;
  return [
    `curl -X POST ${url}/exchange/v1/documents/send`,
    `-H "Authorization: Bearer ${key}" -H "Content-Type: application/json"`,
    `-d '{"type":"invoice","to":"${echoParticipant}","document":${document}}'`,
  ].join(' \\\n    ');
}
