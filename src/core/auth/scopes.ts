/** What an API key may do (contract 2). `*` stands for all of them. Which key opens /platform/* is its type, not a scope. */
export const scopes = [
  'platform',
  '*',
  'send',
  'receive',
  'documents.read',
  'documents.write',
  'lifecycle',
  'webhooks',
  'events',
] as const;

export type Scope = (typeof scopes)[number];

export const keyTypes = ['personal', 'platform', 'white_label'] as const;

export type KeyType = (typeof keyTypes)[number];

/** A list that holds `*` is `["*"]`; doubles are dropped. */
export function normalizeScopes(given: readonly Scope[]): Scope[] {
  return given.includes('*') ? ['*'] : [...new Set(given)];
}

/** The wanted scopes that the holder of the others lacks: what a key may not grant. */
export function missingScopes(held: readonly Scope[], wanted: readonly Scope[]): Scope[] {
  return held.includes('*') ? [] : wanted.filter((scope) => !held.includes(scope));
}
