import { membershipsOf } from './external-memberships';

describe('membershipsOf', () => {
  it.each([
    [['admin'], 'owner'],
    [['documents:read', 'Owner'], 'owner'],
    [['*'], 'owner'],
    [['developer'], 'developer'],
    [['read', 'WRITE'], 'developer'],
    [['write', 'admin'], 'owner'],
    [['read'], 'viewer'],
    [['documents:write', 'administrator'], 'viewer'],
    [[7, null, {}], 'viewer'],
  ])('%j make the role %s', (permissions, role) => {
    expect(membershipsOf({ org_a: permissions })).toEqual([{ id: 'org_a', role }]);
  });

  it('keeps the order of the claim and passes over what is no membership', () => {
    const claim = { org_b: ['read'], org_empty: [], 'no id': ['admin'], org_word: 'admin', org_a: ['admin'] };
    expect(membershipsOf(claim)).toEqual([
      { id: 'org_b', role: 'viewer' },
      { id: 'org_a', role: 'owner' },
    ]);
  });

  it.each([undefined, null, [], 'org_a'])('finds none in %j', (claim) => {
    expect(membershipsOf(claim)).toEqual([]);
  });
});
