import { Document } from './document.entity';

/**
 * The network's name for one attempt to send a document. A document that is sent again needs another one, since the network takes
 * the same for a repeat; the first is the document's own id.
 */
export function transmissionIdOf({ id, transmission }: Pick<Document, 'id' | 'transmission'>): string {
  return transmission === 1 ? id : `${id}-${transmission}`;
}

/** The document of a transmission id. */
export function documentIdOf(transmissionId: string): string {
  return transmissionId.replace(/-\d+$/, '');
}
