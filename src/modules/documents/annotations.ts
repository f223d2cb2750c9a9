import { Document } from './document.entity';
import { UpdateDocumentInput } from './document.inputs';

/** What people note on a document; none of it is the document's own. */
export type Annotations = Pick<Document, 'tags' | 'notes' | 'archived' | 'assignee'>;

export interface AnnotationChange {
  field: keyof Annotations;
  from: unknown;
  to: unknown;
}

/** Pure. What is absent stays, what is null is emptied, and what is the same is no change. */
export function annotationChanges(current: Annotations, input: UpdateDocumentInput): AnnotationChange[] {
  const { tags, notes, archived, assignee } = input;
  const wanted: Partial<Annotations> = {
    tags: tags === null ? [] : tags && [...new Set(tags.map((tag) => tag.trim()))],
    notes: notes?.trim() ?? notes,
    archived,
    assignee: assignee?.trim() ?? assignee,
  };
  return (Object.keys(wanted) as Array<keyof Annotations>)
    .filter((field) => wanted[field] !== undefined && !isSame(wanted[field], current[field]))
    .map((field) => ({ field, from: current[field], to: wanted[field] }));
}

function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
