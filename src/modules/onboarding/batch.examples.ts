const line = (value: object) => `${JSON.stringify(value)}\n`;

const tenants = [
  {
    idempotencyKey: 'backfill-t_acme',
    vatNumber: 'FR86797978996',
    name: 'ACME France SARL',
    metadata: { tenantId: 't_acme' },
  },
  { vatNumber: 'BE0123456749', name: 'Globex SRL', metadata: { tenantId: 't_globex' } },
  { vatNumber: 'be', name: 'Initech' },
];

const acme = {
  id: 'comp_01HY7AB9C2DE3FG4HJ5KMNPQRS',
  peppolId: '0009:FR86797978996',
  vatNumber: 'FR86797978996',
  name: 'ACME France SARL',
  country: 'FR',
  status: 'active',
  smpRegistered: false,
  metadata: { tenantId: 't_acme' },
  createdAt: '2026-04-25T10:00:00.000Z',
};

const exists = {
  type: 'conflict_error',
  code: 'COMPANY_EXISTS',
  message: 'A company with this VAT number is already registered.',
  companyId: 'comp_01HY7AB9C2DE3FG4HJ5KMNPQRT',
  requestId: 'req_01HY3AB9C2DE3FG4HJ5KMNPQRS',
  docUrl: 'https://exchange.example.com/docs/errors#COMPANY_EXISTS',
};

const wrong = {
  type: 'validation_error',
  code: 'INVALID_VAT_FORMAT',
  message:
    'vatNumber: must be two capital letters, then 1 to 18 capital letters or digits, like FR86797978996',
  details: [{ field: 'vatNumber', rule: 'text', message: 'must be two capital letters, …' }],
  requestId: 'req_01HY3AB9C2DE3FG4HJ5KMNPQRS',
  docUrl: 'https://exchange.example.com/docs/errors#INVALID_VAT_FORMAT',
};

export const bodyExample = tenants.map(line).join('');

export const answerExample = [
  { line: 1, status: 201, company: acme },
  { line: 2, status: 409, error: exists },
  { line: 3, status: 400, error: wrong },
  { summary: { lines: 3, created: 1, replayed: 0, existing: 1, refused: 1 } },
]
  .map(line)
  .join('');
