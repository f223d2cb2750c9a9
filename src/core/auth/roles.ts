/** What a user may be in an organization, each one more than the one before. */
export const roles = ['viewer', 'developer', 'owner'] as const;

export type Role = (typeof roles)[number];
