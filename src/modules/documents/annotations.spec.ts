import { annotationChanges } from './annotations';

const current = { tags: ['a'], notes: 'n', archived: false, assignee: null };

describe('annotationChanges', () => {
  it('leaves what is absent and what is the same', () => {
    expect(annotationChanges(current, {})).toEqual([]);
    expect(annotationChanges(current, { ...current })).toEqual([]);
    expect(annotationChanges(current, { tags: [' a ', 'a'], notes: ' n ' })).toEqual([]);
  });

  it('empties what is null', () => {
    expect(annotationChanges(current, { tags: null, notes: null, assignee: null })).toEqual([
      { field: 'tags', from: ['a'], to: [] },
      { field: 'notes', from: 'n', to: null },
    ]);
  });

  it('tells each change from and to', () => {
    expect(annotationChanges(current, { archived: true, assignee: 'ines', tags: ['b', 'a'] })).toEqual([
      { field: 'tags', from: ['a'], to: ['b', 'a'] },
      { field: 'archived', from: false, to: true },
      { field: 'assignee', from: null, to: 'ines' },
    ]);
  });
});
