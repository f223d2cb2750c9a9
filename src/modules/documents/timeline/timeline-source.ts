/** Where a page of the timeline goes on: behind the entry of that time and id. */
export interface TimelinePosition {
  at: Date;
  id: string;
}

/** One thing that happened to a document. */
export interface TimelineEntry {
  /** Unique, and of equal times the later one is the greater. */
  id: string;
  at: Date;
  /** `delivery`, `lifecycle`, `message`, or what a source of another module tells. */
  kind: string;
  /** Who did it: a party, a platform, the network, an authority. */
  actor: string | null;
  /** What it was, in one of the words of its kind. */
  status: string;
  details: Record<string, unknown>;
}

/** A part of a document's story. Modules register theirs with the Timeline. */
export interface TimelineSource {
  /** Entries behind the position, ordered by time and id, at most as many as asked for. */
  after(documentId: string, position: TimelinePosition, limit: number): Promise<TimelineEntry[]>;
}
